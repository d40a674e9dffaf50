/**
 * What the product is measured against: the stacks of service repositories as an able person writes them by hand in
 * CDKTF, with the imports that start fast. IDENTITIES=n: one stack with n identities. STACKS=n: n stacks of one.
 */
import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

interface Identity {
  name: string;
  namespace: string;
  serviceAccount: string;
  managedPolicy: string;
  actions: string[];
  resources: string[];
}

const cluster = { key: "atlas", name: "atlas-eks", account: "492000000148", region: "us-east-1" };
const clusterArn = `arn:aws:eks:${cluster.region}:${cluster.account}:cluster/${cluster.name}`;

class ServiceStack extends TerraformStack {
  constructor(scope: Construct, service: string, identities: Identity[]) {
    super(scope, service);
    new AwsProvider(this, "aws", { region: cluster.region });
    for (const identity of identities) this.addIdentity(service, identity);
  }

  private addIdentity(service: string, identity: Identity): void {
    const { name, namespace, serviceAccount } = identity;
    const role = new IamRole(this, `${name}-role`, {
      name: `${service}-${name}`,
      path: `/pod-identity/${service}/`,
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "pods.eks.amazonaws.com" },
            Action: ["sts:AssumeRole", "sts:TagSession"],
            Condition: {
              StringEquals: {
                "aws:RequestTag/eks-cluster-arn": clusterArn,
                "aws:RequestTag/kubernetes-namespace": namespace,
                "aws:RequestTag/kubernetes-service-account": serviceAccount,
              },
            },
          },
        ],
      }),
    });
    new IamRolePolicyAttachment(this, `${name}-managed`, { role: role.name, policyArn: identity.managedPolicy });
    new IamRolePolicy(this, `${name}-inline`, {
      name: "allow",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: identity.actions, Resource: identity.resources }],
      }),
    });
    const association = new EksPodIdentityAssociation(this, `${name}-association`, {
      clusterName: cluster.name,
      namespace,
      serviceAccount,
      roleArn: role.arn,
    });
    const key = `${cluster.key}/${namespace}/${serviceAccount}`;
    new TerraformOutput(this, `${name}-role-arn`, { value: role.arn });
    new TerraformOutput(this, `${name}-role-name`, { value: role.name });
    new TerraformOutput(this, `${name}-association-ids`, { value: { [key]: association.associationId } });
    new TerraformOutput(this, `${name}-subjects`, {
      value: { [key]: `system:serviceaccount:${namespace}:${serviceAccount}` },
    });
  }
}

function identity(index: number): Identity {
  const name = `identity-${digits(index)}`;
  return {
    name,
    namespace: "backend",
    serviceAccount: name,
    managedPolicy: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    actions: ["sqs:SendMessage"],
    resources: [`arn:aws:sqs:${cluster.region}:${cluster.account}:${name}`],
  };
}

function digits(index: number): string {
  return String(index + 1).padStart(4, "0");
}

const app = new App();
const stacks = Number(process.env.STACKS ?? 0);
if (stacks > 0) {
  for (let index = 0; index < stacks; index++) new ServiceStack(app, `service-${digits(index)}`, [identity(index)]);
} else {
  const count = Number(process.env.IDENTITIES ?? 1);
  new ServiceStack(
    app,
    "backend-api",
    Array.from({ length: count }, (_, index) => identity(index)),
  );
}
app.synth();
