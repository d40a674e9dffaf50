import { agentDowngraded } from "./agent-downgraded";
import { agentRemoved } from "./agent-removed";
import { associationRemoved } from "./association-removed";
import { associationReplaced } from "./association-replaced";
import { associationRepointed } from "./association-repointed";
import { boundaryRemoved } from "./boundary-removed";
import type { ChangeRule } from "./change-rule";
import { checkFailed } from "./check-failed";
import { drift } from "./drift";
import { foreignAssociation } from "./foreign-association";
import { namespaceOwnerChange } from "./namespace-owner-change";
import { notAnalysable } from "./not-analysable";
import { planErrored } from "./plan-errored";
import { planIncomplete } from "./plan-incomplete";
import { principalTags } from "./principal-tags";
import { roleInUseDestroyed } from "./role-in-use-destroyed";
import { roleShared } from "./role-shared";
import { sessionTagsOff } from "./session-tags-off";
import { sessionTagsOn } from "./session-tags-on";
import { trustInvalid } from "./trust-invalid";
import { trustOpened } from "./trust-opened";
import { unknownPolicy } from "./unknown-policy";
import { unreadAccess } from "./unread-access";

/** Every rule on what plans change, in the order of the documentation. */
export const CHANGE_RULES: readonly ChangeRule[] = [
  agentDowngraded,
  agentRemoved,
  associationRemoved,
  associationReplaced,
  associationRepointed,
  boundaryRemoved,
  checkFailed,
  drift,
  foreignAssociation,
  namespaceOwnerChange,
  notAnalysable,
  planErrored,
  planIncomplete,
  principalTags,
  roleInUseDestroyed,
  roleShared,
  sessionTagsOff,
  sessionTagsOn,
  trustInvalid,
  trustOpened,
  unknownPolicy,
  unreadAccess,
];
