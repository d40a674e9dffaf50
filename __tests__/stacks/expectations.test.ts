import { Testing } from "cdktf";
import { ServiceStack } from "../../stacks/service-stack";

/** A stack whose one identity is expected to send to queues. */
function stack(): ServiceStack {
  return new ServiceStack(Testing.app(), {
    service: "orders",
    clusters: { atlas: { name: "atlas-eks", account: "492000000148", region: "us-east-1" } },
    identities: [{ name: "api", serviceAccounts: ["shop/api"], expect: { can: ["sqs:SendMessage"] } }],
  });
}

const QUEUE = "arn:aws:sqs:us-east-1:492000000148:orders";

test("an expectation is judged at synth, with the statements that a program has added", () => {
  const made = stack();
  made.identity("api").allow(["sqs:SendMessage"], [QUEUE]);
  expect(made.node.validate()).toEqual([]);
});

test("one that fails stops synth", () => {
  expect(stack().node.validate()).toEqual([
    expect.stringContaining("`sqs:SendMessage` must be possible for shop/api on atlas, and is not"),
  ]);
});
