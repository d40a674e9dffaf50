import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Fn, Lazy, TerraformOutput, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { compareTexts } from "../compare-texts";
import { DeclarationError } from "../declaration/declaration-error";
import { problems } from "../declaration/problems";
import { DECLARED_POLICY, statement } from "../declaration/resolve-identity";
import { type Conditions, statement as statementSchema } from "../declaration/schema/access";
import { documentText, inOrder, type Statement } from "../iam/document";
import type { Cluster } from "../model/cluster";
import { below, type Finding } from "../model/finding";
import { type Identity, type OwnRole, serviceAccountText, subject } from "../model/identity";
import { externalId } from "../model/names";
import { hasToken } from "../model/token";
import { findingLine } from "../report/findings-text";
import { address } from "./address";
import { requireAwsProvider } from "./aws-provider";
import { literal, literalTags } from "./literal";
import { type PodIdentityProps, resolveInScope } from "./pod-identity-props";

/** What a construct needs to make the resources of an identity that is resolved already. */
export interface ResolvedPodIdentity {
  identity: Identity;
  /** The provider for a cluster's region; undefined: the stack's default provider. */
  provider: (region: string) => TerraformProvider | undefined;
  /** False for an add-on's identity: the add-on makes its own association. */
  associate: boolean;
  /** Judges the identity as it is at synth; undefined where its stack does. */
  judgeAlone?: (identity: Identity) => Finding[];
}

/**
 * One identity: an IAM role with its policies, and one association for each of its service accounts in each of its
 * clusters. The role trusts EKS Pod Identity, pinned to those clusters, namespaces and service accounts.
 *
 * Outputs, each with the identity's name before it: `_role_arn`, `_role_name`, `_association_ids` and `_subjects` (maps
 * by `cluster/namespace/service account`), and for a target role `_target_trust_policy` and `_external_ids`.
 *
 * What is wrong with the props is thrown at once, all of it, as one DeclarationError; what is wrong with statements
 * added later is reported at synth.
 */
export class PodIdentity extends Construct {
  /** The role's ARN, a token where the stack makes the role. */
  readonly roleArn: string;
  /** The role's name. */
  readonly roleName: string;
  /** The ids of the associations, tokens, by `cluster/namespace/service account`. */
  readonly associationIds: Readonly<Record<string, string>>;

  private readonly resolved: ResolvedPodIdentity;
  private readonly added: Statement[] = [];
  private readonly attached: { arn: string; index: number }[] = [];
  private readonly associations: { key: string; association: EksPodIdentityAssociation }[] = [];
  private readonly policies: (IamRolePolicy | IamRolePolicyAttachment)[] = [];
  private readonly role: IamRole | undefined;
  private declaredPolicy: IamRolePolicy | undefined;

  constructor(scope: Construct, id: string, props: PodIdentityProps | ResolvedPodIdentity) {
    super(scope, id);
    this.resolved = "identity" in props ? props : resolveInScope(this, id, props);
    const { identity, associate } = this.resolved;
    const { role } = identity;
    requireAwsProvider(this);
    if (role.kind === "own") {
      this.role = this.makeRole(role);
      this.roleArn = this.role.arn;
      this.roleName = role.name;
      for (const policy of role.inlinePolicies) {
        if (policy.name === DECLARED_POLICY) this.declaredPolicy = this.makeDeclaredPolicy(this.role);
        else this.policies.push(this.makeInlinePolicy(this.role, policy.name, literal(documentText(policy.document))));
      }
      for (const [index, policy] of [...role.managedPolicies].sort(byArn).entries())
        this.makeAttachment(policy.arn, index);
    } else {
      this.roleArn = literal(role.arn);
      this.roleName = hasToken(role.arn) ? Fn.basename(role.arn) : (role.arn.split("/").pop() ?? role.arn);
    }
    if (associate) this.associate();
    this.associationIds = Object.fromEntries(
      this.associations.map(({ key, association }) => [key, association.associationId]),
    );
    this.outputs();
    const { judgeAlone } = this.resolved;
    if (judgeAlone !== undefined)
      this.node.addValidation({ validate: () => judgeAlone(this.identity).filter(isError).map(findingLine) });
  }

  /**
   * Allows actions on resources. ARNs may hold tokens of other resources: `` `${bucket.arn}/*` ``.
   * @param when conditions: operator → key → value or values
   */
  allow(actions: string[], resources: string[], when?: Conditions): this {
    return this.add("Allow", actions, resources, when);
  }

  /** Denies actions on resources, whatever else allows them. */
  deny(actions: string[], resources: string[], when?: Conditions): this {
    return this.add("Deny", actions, resources, when);
  }

  /** Attaches a managed policy by its ARN, which may be a token. */
  attachPolicy(arn: string): this {
    const index =
      (this.resolved.identity.role.kind === "own" ? this.resolved.identity.role.managedPolicies.length : 0) +
      this.attached.length;
    this.attached.push({ arn, index });
    this.makeAttachment(arn, index);
    this.associateAfterPolicies();
    return this;
  }

  /** The identity as it stands now, with all that was added. */
  get identity(): Identity {
    const { identity } = this.resolved;
    const { role } = identity;
    if (role.kind === "existing") return identity;
    const at = identity.at;
    const others = role.inlinePolicies.filter((policy) => policy.name !== DECLARED_POLICY);
    const own = this.statements();
    return {
      ...identity,
      role: {
        ...role,
        managedPolicies: [
          ...role.managedPolicies,
          ...this.attached.map(({ arn }) => ({ arn, at: below(at, "policies") })),
        ],
        inlinePolicies:
          own.length === 0
            ? others
            : [...others, { name: DECLARED_POLICY, document: { Version: "2012-10-17", Statement: own }, at }],
      },
    };
  }

  private add(effect: "Allow" | "Deny", actions: string[], resources: string[], when?: Conditions): this {
    if (this.role === undefined) {
      throw new Error(
        `${this.node.path}: the identity uses the existing role ${this.roleArn}, whose policies are not managed here`,
      );
    }
    const declared = { actions, resources, ...(when === undefined ? {} : { when }) };
    const parsed = statementSchema.safeParse(declared);
    if (!parsed.success) {
      const source = `${this.node.path} ${effect.toLowerCase()}()`;
      throw new DeclarationError(problems(parsed.error.issues, statementSchema, declared, source, () => undefined));
    }
    this.added.push(statement(effect, parsed.data));
    this.declaredPolicy ??= this.makeDeclaredPolicy(this.role);
    this.associateAfterPolicies();
    return this;
  }

  /** All statements of the declared policy, in an order that depends on their content alone. */
  private statements(): Statement[] {
    const { role } = this.resolved.identity;
    const declared =
      role.kind === "own" ? role.inlinePolicies.find((policy) => policy.name === DECLARED_POLICY) : undefined;
    const standing: unknown = declared?.document.Statement ?? [];
    return inOrder([...(isStatements(standing) ? standing : []), ...this.added]);
  }

  private makeRole(role: OwnRole): IamRole {
    return new IamRole(this, "role", {
      name: role.name,
      path: literal(role.path),
      ...(role.description === undefined ? {} : { description: literal(role.description) }),
      ...(role.maxSessionDuration === undefined ? {} : { maxSessionDuration: role.maxSessionDuration }),
      ...(role.permissionsBoundary === undefined ? {} : { permissionsBoundary: literal(role.permissionsBoundary) }),
      assumeRolePolicy: literal(documentText(role.trust)),
      tags: literalTags(this.resolved.identity.tags),
      ...this.at(this.home()),
    });
  }

  private makeDeclaredPolicy(role: IamRole): IamRolePolicy {
    const text = Lazy.stringValue({
      produce: () => literal(documentText({ Version: "2012-10-17", Statement: this.statements() })),
    });
    const policy = this.makeInlinePolicy(role, DECLARED_POLICY, text);
    this.policies.push(policy);
    return policy;
  }

  private makeInlinePolicy(role: IamRole, name: string, document: string): IamRolePolicy {
    return new IamRolePolicy(this, `inline_${name}`, {
      name,
      role: role.id,
      policy: document,
      ...this.at(this.home()),
    });
  }

  private makeAttachment(arn: string, index: number): void {
    if (this.role === undefined) {
      throw new Error(
        `${this.node.path}: the identity uses the existing role ${this.roleArn}, whose policies are not managed here`,
      );
    }
    const known = /^arn:[^:]+:iam::([^:]+):policy\/(.+)$/.exec(arn);
    const id = known === null ? `managed_${index}` : `managed_${known[1]}_${known[2]}`;
    this.policies.push(
      new IamRolePolicyAttachment(this, id, { role: this.role.id, policyArn: literal(arn), ...this.at(this.home()) }),
    );
  }

  /** Associations come after the policies: no pod gets credentials of a role that is not finished. */
  private associate(): void {
    const { identity } = this.resolved;
    for (const cluster of identity.clusters) {
      for (const [index, serviceAccount] of identity.serviceAccounts.entries()) {
        // No cluster key, namespace or service account can hold an underscore: the id is as unique as the three.
        const named = `${cluster.key}_${serviceAccount.namespace}_${serviceAccount.name}`;
        const id = hasToken(named) ? `${cluster.key}_${index}` : named;
        const association = new EksPodIdentityAssociation(this, id, {
          clusterName: literal(cluster.name),
          namespace: literal(serviceAccount.namespace),
          serviceAccount: literal(serviceAccount.name),
          roleArn: this.roleArn,
          ...(identity.target === undefined ? {} : { targetRoleArn: literal(identity.target.roleArn) }),
          ...(identity.disableSessionTags ? { disableSessionTags: true } : {}),
          tags: literalTags(identity.tags),
          ...this.at(cluster.region),
        });
        if (identity.target !== undefined || identity.disableSessionTags) requireAwsProvider(this, "targetRole");
        if (identity.sessionPolicy !== undefined) {
          requireAwsProvider(this, "sessionPolicy");
          association.addOverride("policy", literal(documentText(identity.sessionPolicy)));
        }
        this.associations.push({ key: associationKey(cluster, serviceAccount), association });
      }
    }
    this.associateAfterPolicies();
  }

  /** The addresses of the role's policies: what lets pods use the role comes after them. */
  get policyAddresses(): string[] {
    return this.policies.map((policy) => address(policy)).sort();
  }

  private associateAfterPolicies(): void {
    if (this.policies.length === 0) return;
    for (const { association } of this.associations) association.dependsOn = this.policyAddresses;
  }

  private outputs(): void {
    const { identity, associate } = this.resolved;
    this.output("role_arn", this.roleArn);
    this.output("role_name", literal(this.roleName));
    if (!associate) return;
    this.output("association_ids", this.associationIds);
    const pairs = identity.clusters.flatMap((cluster) =>
      identity.serviceAccounts.map((account) => ({ cluster, account })),
    );
    this.output(
      "subjects",
      Object.fromEntries(pairs.map(({ cluster, account }) => [associationKey(cluster, account), subject(account)])),
    );
    if (identity.target === undefined) return;
    this.output("target_trust_policy", literal(documentText(identity.target.trust)));
    this.output(
      "external_ids",
      Object.fromEntries(
        pairs.map(({ cluster, account }) => [associationKey(cluster, account), externalId(cluster, account)]),
      ),
    );
  }

  private output(name: string, value: unknown): void {
    const output = new TerraformOutput(this, name, { value });
    output.overrideLogicalId(outputName(`${this.resolved.identity.name}_${name}`));
  }

  /** The region through which IAM, which has none of its own, is reached. */
  private home(): string {
    return this.resolved.identity.clusters[0]?.region ?? "";
  }

  private at(region: string): { provider?: TerraformProvider } {
    const provider = this.resolved.provider(region);
    return provider === undefined ? {} : { provider };
  }
}

/** `cluster/namespace/service account`: how outputs name an association. No part can hold a slash. */
function associationKey(cluster: Cluster, serviceAccount: { namespace: string; name: string }): string {
  return `${cluster.key}/${serviceAccountText(serviceAccount)}`;
}

/** What Terraform takes for a name: an add-on's may begin with a digit, a service account's may hold dots. */
function outputName(text: string): string {
  return text.replace(/\./g, "_").replace(/^(?=\d)/, "_");
}

function byArn(a: { arn: string }, b: { arn: string }): number {
  return compareTexts(a.arn, b.arn);
}

function isStatements(value: unknown): value is Statement[] {
  return Array.isArray(value) && value.every((one) => one !== null && typeof one === "object" && "Effect" in one);
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}
