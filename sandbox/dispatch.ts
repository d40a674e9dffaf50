import { randomUUID } from "node:crypto";
import { anonymous, callerOf, credentialScope, partitionOf } from "./caller";
import { internalFailure, serviceUnavailable, throttled } from "./common-errors";
import { type Fault, faultDice } from "./faults";
import { gate, type Verdict } from "./gate";
import { AwsError, type Call, type Operation, type Reply, type Service } from "./operation";
import { services, unknownService, unsignedService } from "./services";
import type { World } from "./world";

/** A request as it came over the wire. */
export interface Incoming {
  method: string;
  /** Path and query as sent. */
  url: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What was asked and what came of it: a line of a log. */
export interface CallRecord {
  /** ISO 8601. */
  time: string;
  requestId: string;
  /** ARN, or `anonymous`. */
  caller: string;
  account: string;
  region: string;
  service: string;
  /** `iam:CreateRole`; undefined when the request was not understood. */
  action: string | undefined;
  resources: readonly string[];
  /** What the gate said; undefined when it was not asked. */
  decision: "allowed" | "denied" | undefined;
  /** Why: the policies that decided, or what is missing. */
  why: string | undefined;
  /** HTTP status; undefined when the connection was destroyed instead. */
  status: number | undefined;
  /** The code of the error in the answer. */
  error: string | undefined;
  /** The fault that struck, where one did. */
  fault: Fault | undefined;
}

/** `reply` undefined: the connection is to be destroyed. */
export interface Outcome {
  reply: Reply | undefined;
  record: CallRecord;
  /** Whether the world may have changed. */
  changed: boolean;
}

/** Carries out requests on a world. Never rejects: a bug is an answer 500 and goes to `onBug`. */
export function dispatcher(world: World, onBug: (error: unknown) => void): (request: Incoming) => Promise<Outcome> {
  const bySigningName = new Map(services(world).flatMap((service) => service.names.map((name) => [name, service])));
  const roll = faultDice(world.faults);
  let outages = 0;

  return async (request) => {
    let call = unsignedCall(world, request);
    let operation: Operation | undefined;
    let fault: Fault | undefined;
    let error: AwsError | undefined;
    let reply: Reply | undefined;
    let verdict: Verdict | undefined;
    try {
      call = signedCall(world, call);
      operation = serviceOf(bySigningName, call).operation(call);
      fault = roll(`${operation.action} ${operation.resources.join(" ")}`);
      if (fault === "throttle") throw throttled(call.service);
      if (fault === "serverError")
        throw outages++ % 2 === 0 ? serviceUnavailable(call.service) : internalFailure(call.service);
      if (fault !== "drop") {
        verdict = gate(call, operation, world);
        if (verdict.error !== undefined) throw verdict.error;
        reply = await operation.run();
      }
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) onBug(thrown);
      error = thrown instanceof AwsError ? thrown : internalFailure(call.service);
      reply = serviceOf(bySigningName, call).error(error, call);
    }
    if (fault === "dropAfter") reply = undefined;
    return {
      reply,
      changed: operation !== undefined && !isRead(operation.action),
      record: {
        time: world.now().toISOString(),
        requestId: call.requestId,
        caller: call.caller.arn,
        account: call.account,
        region: call.region,
        service: call.service,
        action: operation?.action,
        resources: operation?.resources ?? [],
        decision: verdict && (verdict.error === undefined ? "allowed" : "denied"),
        why: verdict?.why,
        status: reply?.status,
        error: error?.code,
        fault,
      },
    };
  };
}

function serviceOf(bySigningName: ReadonlyMap<string, Service>, call: Call): Service {
  return bySigningName.get(call.service) ?? unknownService;
}

function unsignedCall(world: World, request: Incoming): Call {
  const [path = "/", ...rest] = request.url.split("?");
  return {
    service: unsignedService(request.method, path, request.headers),
    caller: anonymous(world),
    account: world.account,
    region: "us-east-1",
    partition: "aws",
    method: request.method,
    path,
    query: new URLSearchParams(rest.join("?")),
    headers: request.headers,
    body: request.body,
    requestId: randomUUID(),
  };
}

function signedCall(world: World, call: Call): Call {
  const scope = credentialScope(call.headers.authorization, call.query);
  if (scope === undefined) return call;
  const signed = { ...call, service: scope.service, region: scope.region, partition: partitionOf(scope.region) };
  const token = call.headers["x-amz-security-token"] ?? call.query.get("X-Amz-Security-Token") ?? undefined;
  const caller = callerOf(world, scope, token);
  return { ...signed, caller, account: caller.account };
}

/** Actions of these verbs change nothing, so nothing need be saved after them. */
function isRead(action: string): boolean {
  return /:(Get|List|Describe|Head)/.test(action);
}
