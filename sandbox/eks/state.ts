import { emptyRecord } from "../record";

/**
 * What EKS remembers, for one account in one region. Plain JSON. Every time is in milliseconds since 1970.
 * A status is not stored: it follows from the times, so a state that was kept in a file moves on by itself.
 */

export interface EksState {
  /** By cluster name. */
  clusters: Record<string, ClusterRecord>;
  /** What has been created with which clientRequestToken: by `OPERATION TOKEN`. */
  requestTokens: Record<string, RequestTokenRecord>;
}

export interface ClusterRecord {
  name: string;
  arn: string;
  /** Kubernetes version, `1.33`. */
  version: string;
  roleArn: string;
  /** The 32 upper-case hex digits of the OIDC issuer. */
  oidcId: string;
  subnetIds: string[];
  securityGroupIds: string[];
  /** CIDR of the services, from which the DNS address follows. */
  serviceCidr: string;
  /** `API`, `API_AND_CONFIG_MAP` or `CONFIG_MAP`. */
  authenticationMode: string;
  createdAt: number;
  /** Until then CREATING. */
  activeAt: number;
  /** From then on gone; DELETING before it. */
  goneAt?: number;
  tags: Record<string, string>;
  /** By add-on name. */
  addons: Record<string, AddonRecord>;
  /** By association id, `a-…`. */
  associations: Record<string, AssociationRecord>;
  /** Deleted associations that the rest of EKS still sees. */
  deletedAssociations: DeletedAssociation[];
}

export interface AddonRecord {
  name: string;
  arn: string;
  version: string;
  /** As given; an empty string where none is. */
  configurationValues: string;
  serviceAccountRoleArn?: string;
  /** Kubernetes namespace of the add-on's workloads. */
  namespace: string;
  tags: Record<string, string>;
  createdAt: number;
  modifiedAt: number;
  /** Until then `changing`, after it ACTIVE. */
  settledAt: number;
  changing: "CREATING" | "UPDATING";
  /** From then on gone; DELETING before it. */
  goneAt?: number;
  /** ARNs of the associations that the add-on owns. */
  associationArns: string[];
  /** By update id. */
  updates: Record<string, AddonUpdateRecord>;
}

export interface AddonUpdateRecord {
  id: string;
  createdAt: number;
  doneAt: number;
  params: { type: string; value: string }[];
}

/** What an association says about a service account: the part that an update changes. */
export interface AssociationTarget {
  roleArn: string;
  disableSessionTags: boolean;
  targetRoleArn?: string;
  externalId?: string;
  /** A session policy, JSON. */
  policy?: string;
}

export interface AssociationRecord extends AssociationTarget {
  id: string;
  arn: string;
  namespace: string;
  serviceAccount: string;
  tags: Record<string, string>;
  createdAt: number;
  modifiedAt: number;
  /** The add-on that owns it, where one does. */
  ownerArn?: string;
  /** When EKS Auth was last given something new to learn. */
  pointedAt: number;
  /** What EKS Auth knew before that; absent for a new association. */
  before?: AssociationTarget;
}

interface DeletedAssociation {
  deletedAt: number;
  association: AssociationRecord;
}

interface RequestTokenRecord {
  /** The input, in canonical JSON. */
  input: string;
  /** What it made: an association's id, an add-on's or a cluster's name. */
  made: string;
}

/** EKS's state of an account in a region, which begins empty. */
export function eksState(world: { eks: Record<string, EksState> }, account: string, region: string): EksState {
  const place = `${account}/${region}`;
  world.eks[place] ??= emptyEksState();
  return world.eks[place];
}

function emptyEksState(): EksState {
  return { clusters: emptyRecord(), requestTokens: emptyRecord() };
}
