import type { Reply } from "../operation";
import type { ObjectContext } from "./context";
import { versionHeader } from "./objects";
import { findVersion } from "./versions";
import { children, childText, readXml, xmlReply } from "./xml";

export function getObjectTags(context: ObjectContext): Reply {
  const version = findVersion(context.bucket, context.key, context.call.query.get("versionId"));
  const tags = [...new URLSearchParams(version.tagging ?? "")].map(([Key, Value]) => ({ Key, Value }));
  return xmlReply("Tagging", { TagSet: { Tag: tags } });
}

export function putObjectTags(context: ObjectContext): Reply {
  const version = findVersion(context.bucket, context.key, context.call.query.get("versionId"));
  const tagging = readXml(context.call.body.toString("utf8"), "Tagging");
  const tags = children(tagging, "TagSet").flatMap((set) => children(set, "Tag"));
  version.tagging = new URLSearchParams(
    tags.map((tag): [string, string] => [childText(tag, "Key") ?? "", childText(tag, "Value") ?? ""]),
  ).toString();
  return { status: 200, headers: versionHeader(context, version) };
}

export function deleteObjectTags(context: ObjectContext): Reply {
  const version = findVersion(context.bucket, context.key, context.call.query.get("versionId"));
  delete version.tagging;
  return { status: 204, headers: versionHeader(context, version) };
}
