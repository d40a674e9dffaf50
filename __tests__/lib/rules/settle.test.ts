import { findingId } from "../../../lib/model/finding";
import { judge } from "../../../lib/rules/all";
import { declared, platform, service } from "./declared";

const ALLOW = "allow: [{ actions: ['s3:DeleteObject', 'sqs:Send*'], resources: ['*'] }]";
const ID = "wildcard-resource[s3:DeleteObject]";
const SQS = "warning wildcard-resource[sqs:Send*]";
const BOTH = [`warning ${ID}`, SQS];

function judged(identity: string, rules?: string, options: Parameters<typeof judge>[1] = {}): string[] {
  const files =
    rules === undefined
      ? { "pod-identity.yaml": service({ identity }) }
      : {
          "p/platform.yaml": platform("nodes: [linux-ec2], agent: {}", `rules: ${rules}`),
          "a/pod-identity.yaml": `service: a\nplatform: ../p/platform.yaml\nclusters: [atlas]\nidentities: [{ name: api, serviceAccounts: [backend/api], ${identity} }]`,
        };
  return judge(declared(files), options)
    .map((finding) => `${finding.severity} ${findingId(finding)}`)
    .sort();
}

function acknowledged(rule: string, until?: string): string {
  return `${ALLOW}, acknowledge: [{ rule: '${rule}', reason: it is so${until === undefined ? "" : `, until: ${until}`} }]`;
}

const TODAY = { today: "2027-01-31" };

const EXISTING = "roleArn: 'arn:aws:iam::492000000148:role/api'";

const ACKNOWLEDGED: [name: string, identity: string, options: Parameters<typeof judge>[1], found: string[]][] = [
  ["nothing acknowledged", ALLOW, {}, BOTH],
  ["one", acknowledged(ID), {}, [SQS]],
  ["all of a rule", acknowledged("wildcard-resource[*]"), {}, []],
  ["some of a rule", acknowledged("wildcard-resource[s3:*]"), {}, [SQS]],
  ["on its last day", acknowledged(ID, "2027-01-31"), TODAY, [SQS]],
  ["after its last day", acknowledged(ID, "2027-01-30"), TODAY, [`warning acknowledgement[${ID}]`, ...BOTH]],
  ["after its last day, where nobody knows the day", acknowledged(ID, "2027-01-30"), {}, [SQS]],
  [
    "what is not there",
    acknowledged("wildcard-resource[s3:PutObject]"),
    {},
    ["warning acknowledgement[wildcard-resource[s3:PutObject]]", ...BOTH],
  ],
  [
    "a rule without brackets",
    acknowledged("wildcard-resource"),
    {},
    ["warning acknowledgement[wildcard-resource]", ...BOTH],
  ],
  [
    "a rule on what cannot work",
    acknowledged("duplicate-association"),
    {},
    ["warning acknowledgement[duplicate-association]", ...BOTH],
  ],
  [
    "a note",
    `policies: [AmazonS3ReadOnlyAccess], acknowledge: [{ rule: 'data-read[AmazonS3ReadOnlyAccess]', reason: a }]`,
    {},
    [],
  ],
  [
    "of a role that stands already: what it permits only the review of plans may know",
    `${EXISTING}, acknowledge: [{ rule: 'privilege-escalation[AdministratorAccess]', reason: a }]`,
    {},
    [],
  ],
  [
    "of such a role, after its last day",
    `${EXISTING}, acknowledge: [{ rule: 'data-read[*]', reason: a, until: 2027-01-30 }]`,
    TODAY,
    ["warning acknowledgement[data-read[*]]"],
  ],
  [
    "of such a role, and of no rule",
    `${EXISTING}, acknowledge: [{ rule: 'data-reads[*]', reason: a }]`,
    {},
    ["warning acknowledgement[data-reads[*]]"],
  ],
];

test.each(ACKNOWLEDGED)("acknowledged: %s", (_name, identity, options, found) =>
  expect(judged(identity, undefined, options)).toEqual(found),
);

const ADMINISTRATOR = "policies: [AdministratorAccess]";
const LEVELS: [name: string, rules: string, identity: string, found: string[]][] = [
  ["a rule off", "{ wildcard-resource: off }", ALLOW, []],
  ["a rule an error", "{ wildcard-resource: error }", ALLOW, BOTH.map((one) => one.replace("warning", "error"))],
  ["a rule a note", "{ wildcard-resource: info }", ALLOW, []],
  ["one finding an error", `{ '${ID}': error }`, ALLOW, [`error ${ID}`, SQS]],
  ["one finding off", `{ '${ID}': off }`, ALLOW, [SQS]],
  ["a finding before its rule", `{ wildcard-resource: off, '${ID}': warning }`, ALLOW, [`warning ${ID}`]],
  [
    "what is milder than its rule stays so",
    "{ privilege-escalation: error, data-read: error }",
    ADMINISTRATOR,
    ["warning privilege-escalation[AdministratorAccess]"],
  ],
  [
    "unless it is named",
    "{ 'privilege-escalation[AdministratorAccess]': error }",
    ADMINISTRATOR,
    ["error privilege-escalation[AdministratorAccess]"],
  ],
  ["it can be milder still", "{ privilege-escalation: off }", ADMINISTRATOR, []],
  [
    "acknowledgements left over",
    "{ acknowledgement: error }",
    acknowledged("data-read[*]"),
    ["error acknowledgement[data-read[*]]", ...BOTH],
  ],
];

test.each(LEVELS)("level: %s", (_name, rules, identity, found) => expect(judged(identity, rules)).toEqual(found));

test("says what is wrong with an acknowledgement", () => {
  const said = (identity: string) =>
    judge(declared({ "pod-identity.yaml": service({ identity }) }), TODAY)
      .filter(({ rule }) => rule === "acknowledgement")
      .map(({ found, message, allowed, fix, at }) => [found, message, allowed, fix, at.path.join(".")]);
  expect(said(acknowledged(ID, "2027-01-30"))).toEqual([
    [
      ID,
      "acknowledged a finding until 2027-01-30, and that day has passed",
      undefined,
      "mend what the finding says, or look at it again and move `until`",
      "identities.0.acknowledge.0",
    ],
  ]);
  expect(said(acknowledged("wildcard-resource[s3:DeletObject]"))).toEqual([
    [
      "wildcard-resource[s3:DeletObject]",
      "acknowledges a finding that is not there",
      `${ID}, wildcard-resource[sqs:Send*]`,
      `did you mean \`${ID}\`?`,
      "identities.0.acknowledge.0",
    ],
  ]);
  expect(said(acknowledged("wildcard-resources[*]"))).toEqual([
    [
      "wildcard-resources[*]",
      "is not of a rule that can be acknowledged",
      `${ID}, wildcard-resource[sqs:Send*]`,
      "did you mean `wildcard-resource`?",
      "identities.0.acknowledge.0",
    ],
  ]);
});
