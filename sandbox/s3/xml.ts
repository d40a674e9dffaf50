import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";
import { isObject } from "../eks/rest-json";
import type { Reply } from "../operation";
import { s3Error } from "./errors";

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@" });
const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });

/** A document: lists are repeated elements, undefined members are left out. */
export function xmlDocument(root: string, content: Readonly<Record<string, unknown>>): string {
  return DECLARATION + builder.build({ [root]: { "@xmlns": NAMESPACE, ...content } });
}

/** A document of S3's own errors, which have no namespace. */
export function xmlErrorDocument(content: Readonly<Record<string, unknown>>): string {
  return DECLARATION + builder.build({ Error: content });
}

export function xmlReply(root: string, content: Readonly<Record<string, unknown>>): Reply {
  return { status: 200, headers: { "content-type": "application/xml" }, body: xmlDocument(root, content) };
}

/** The content of a document with the given root. Throws MalformedXML for anything else. */
export function readXml(text: string, root: string): Record<string, unknown> {
  if (XMLValidator.validate(text) !== true) throw s3Error("MalformedXML");
  const document: unknown = parser.parse(text);
  if (!isObject(document) || !(root in document)) throw s3Error("MalformedXML");
  const content = document[root];
  return isObject(content) ? content : {};
}

/** The child elements of a name, of which there may be none, one or several. */
export function children(element: Readonly<Record<string, unknown>>, name: string): Record<string, unknown>[] {
  const value = element[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

/** The text of a child element; undefined where there is none. */
export function childText(element: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = element[name];
  return typeof value === "string" ? value : undefined;
}
