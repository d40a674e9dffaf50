import { XMLBuilder } from "fast-xml-parser";
import { AwsError, type Call, type Reply } from "./operation";

/** What stands in an answer: an element's text, or its children by name. Lists are `{ member: […] }`. */
export type XmlValue = string | number | boolean | readonly XmlValue[] | XmlElement | undefined;
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", suppressEmptyNode: true });

/** A document of one root element, without the members that are undefined. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(withoutUndefined(root))}`;
}

/**
 * The answer of the AWS query protocol (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).
 * `result` undefined: the operation answers nothing but its metadata.
 */
export function queryReply(call: Call, namespace: string, action: string, result: XmlElement | undefined): Reply {
  const document = xmlDocument({
    [`${action}Response`]: {
      "@xmlns": namespace,
      [`${action}Result`]: result,
      ResponseMetadata: { RequestId: call.requestId },
    },
  });
  return { status: 200, headers: xmlHeaders(call), body: document };
}

/** An error of the AWS query protocol. */
export function queryError(call: Call, namespace: string, error: AwsError): Reply {
  const document = xmlDocument({
    ErrorResponse: {
      "@xmlns": namespace,
      Error: { Type: error.status < 500 ? "Sender" : "Receiver", Code: error.code, Message: error.message },
      RequestId: call.requestId,
    },
  });
  return { status: error.status, headers: xmlHeaders(call), body: document };
}

function xmlHeaders(call: Call): Record<string, string> {
  return { "content-type": "text/xml", "x-amzn-requestid": call.requestId };
}

function withoutUndefined(value: XmlValue): XmlValue {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, child]) => (child === undefined ? [] : [[name, withoutUndefined(child)]])),
  );
}

/** Whether a call has the body of the query protocol. */
export function isForm(call: Call): boolean {
  return call.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
}

/** The parameters of a query call: of its form, and of its query string. */
export function queryParameters(call: Call): URLSearchParams {
  const parameters = new URLSearchParams(isForm(call) ? call.body.toString("utf8") : "");
  for (const [name, value] of call.query) if (!parameters.has(name)) parameters.append(name, value);
  return parameters;
}

/** The error for an action that a query service does not know. */
export function invalidAction(parameters: URLSearchParams): AwsError {
  const action = parameters.get("Action");
  if (action === null) return new AwsError("MissingAction", 400, "The request is missing an Action parameter.");
  const version = parameters.get("Version") ?? "";
  return new AwsError("InvalidAction", 400, `Could not find operation ${action} for version ${version}`);
}
