import type { Rule } from "../rule";
import { credentialExposure } from "./credential-exposure";
import { dataRead } from "./data-read";
import { forAllValues } from "./for-all-values";
import { invertedElement } from "./inverted-element";
import { neverMatches } from "./never-matches";
import { passRoleUnscoped } from "./pass-role-unscoped";
import { permissionsManagement } from "./permissions-management";
import { privilegeEscalation } from "./privilege-escalation";
import { sessionTagAccess } from "./session-tag-access";
import { unknownAction } from "./unknown-action";
import { unknownConditionKey } from "./unknown-condition-key";
import { wildcardAction } from "./wildcard-action";
import { wildcardResource } from "./wildcard-resource";

/** The rules on what identities permit: those that a platform can set, and an identity acknowledge. */
export const PERMISSION_RULES: readonly Rule[] = [
  credentialExposure,
  dataRead,
  forAllValues,
  invertedElement,
  neverMatches,
  passRoleUnscoped,
  permissionsManagement,
  privilegeEscalation,
  sessionTagAccess,
  unknownAction,
  unknownConditionKey,
  wildcardAction,
  wildcardResource,
];
