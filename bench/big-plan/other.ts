import { digits, type Fate, type Resource } from "./identity";

const ACCOUNT = "492000000148";
const REGION = "us-east-1";
const TYPES = ["aws_sqs_queue", "aws_cloudwatch_log_group", "aws_dynamodb_table", "aws_s3_bucket"] as const;

/** Four resources that give nobody access: what most of a large estate is made of. Their tags change, or nothing does. */
export function otherResources(index: number, fate: Fate, tags: number): Resource[] {
  return TYPES.map((type) => {
    const name = `${type.slice(4).replaceAll("_", "-")}-${digits(index, 4)}`;
    const own = (changed: boolean) => {
      const all = Object.fromEntries(
        Array.from({ length: tags }, (_, number) => [
          `acme.example/label-${digits(number, 2)}`,
          `value-${digits((index * 7 + number) % 97, 3)}-of-team-${digits(index % 50, 2)}`,
        ]),
      );
      return changed ? { ...all, "acme.example/owner": `team-${digits((index + 1) % 50, 2)}` } : all;
    };
    const values = (changed: boolean) => ({
      arn: `arn:aws:${type.split("_")[1]}:${REGION}:${ACCOUNT}:${name}`,
      id: name,
      name,
      kms_key_id: "",
      retention_in_days: 30,
      tags: own(changed),
      tags_all: own(changed),
      timeouts: null,
    });
    const isChanged = fate === "updated";
    return {
      type,
      name: name.replaceAll("-", "_"),
      actions: [isChanged ? "update" : "no-op"],
      before: values(false),
      after: values(isChanged),
      unknown: {},
      marks: { tags: {}, tags_all: {} },
      expressions: { name: { constant_value: name }, tags: { constant_value: own(isChanged) } },
      dependsOn: [],
    };
  });
}
