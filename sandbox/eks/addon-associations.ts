import { emptyRecord } from "../record";
import type { CatalogAddon } from "./addon-catalog";
import { addAssociation, removeAssociation, repoint } from "./associations";
import type { EksContext } from "./context";
import { invalidParameter } from "./errors";
import type { JsonInput } from "./rest-json";
import type { AddonRecord, AssociationRecord, ClusterRecord } from "./state";

/**
 * The associations that an add-on owns: made, replaced and deleted with it.
 * Source: "IAM roles for Amazon EKS add-ons" and "Use Pod Identities to assign an IAM role to an Amazon EKS add-on".
 */
interface OwnAssociation {
  serviceAccount: string;
  roleArn: string;
}

/** `podIdentityAssociations` of an input; undefined where the input does not name them. */
export function readOwnAssociations(input: JsonInput): OwnAssociation[] | undefined {
  return input.objects("podIdentityAssociations")?.map((item) => ({
    serviceAccount: item.required("serviceAccount"),
    roleArn: item.required("roleArn"),
  }));
}

/**
 * Makes the associations of an add-on those that are wanted: all others go, those for other roles are re-pointed.
 * Gives their ARNs. Where one is refused, nothing has changed.
 */
export function replaceOwnAssociations(
  context: EksContext,
  cluster: ClusterRecord,
  known: CatalogAddon,
  addon: AddonRecord,
  wanted: readonly OwnAssociation[],
): string[] {
  checkWanted(cluster, known, addon, wanted);
  const before = { ...cluster.associations };
  const owned = ownedBy(cluster, addon);
  try {
    const arns = wanted.map((own) => place(context, cluster, addon, owned, own).arn);
    for (const association of owned)
      if (!arns.includes(association.arn)) removeAssociation(context, cluster, association);
    return arns;
  } catch (error) {
    cluster.associations = Object.assign(emptyRecord<AssociationRecord>(), before);
    throw error;
  }
}

/** Ends an add-on's ownership: its associations go with it or, preserved, stand on their own from now on. */
export function dropOwnAssociations(
  context: EksContext,
  cluster: ClusterRecord,
  addon: AddonRecord,
  preserve: boolean,
): void {
  for (const association of ownedBy(cluster, addon)) {
    if (preserve) delete association.ownerArn;
    else removeAssociation(context, cluster, association);
  }
  addon.associationArns = [];
}

function ownedBy(cluster: ClusterRecord, addon: AddonRecord): AssociationRecord[] {
  return Object.values(cluster.associations).filter((association) => association.ownerArn === addon.arn);
}

function place(
  context: EksContext,
  cluster: ClusterRecord,
  addon: AddonRecord,
  owned: readonly AssociationRecord[],
  own: OwnAssociation,
): AssociationRecord {
  const standing = owned.find((association) => association.serviceAccount === own.serviceAccount);
  if (standing?.roleArn === own.roleArn) return standing;
  const target = { roleArn: own.roleArn, disableSessionTags: false };
  if (standing !== undefined) return repoint(context, cluster, standing, target);
  return addAssociation(context, cluster, {
    ...target,
    namespace: addon.namespace,
    serviceAccount: own.serviceAccount,
    tags: emptyRecord(),
    ownerArn: addon.arn,
  });
}

function checkWanted(
  cluster: ClusterRecord,
  known: CatalogAddon,
  addon: AddonRecord,
  wanted: readonly OwnAssociation[],
): void {
  const subject = { clusterName: cluster.name, addonName: addon.name };
  if (wanted.length > 0 && known.serviceAccounts.length === 0)
    throw invalidParameter(`Pod Identity feature is not supported for addon version: ${addon.version}`, subject);
  const seen = new Set<string>();
  for (const { serviceAccount } of wanted) {
    if (!known.serviceAccounts.includes(serviceAccount))
      throw invalidParameter(
        `Service account ${serviceAccount} in pod identity configuration is not supported for addon ${addon.name}`,
        subject,
      );
    if (seen.has(serviceAccount))
      throw invalidParameter(`Service account ${serviceAccount} is repeated in pod identity configuration`, subject);
    seen.add(serviceAccount);
  }
}
