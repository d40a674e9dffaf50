import type { Call, Reply } from "../operation";
import type { BucketContext } from "./context";
import { deleteVersion } from "./versions";
import { children, childText, readXml, xmlReply } from "./xml";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html: what is not there counts as deleted. */
export function deleteObjects(context: BucketContext): Reply {
  const request = readXml(context.call.body.toString("utf8"), "Delete");
  const deleted = children(request, "Object").map((object) => {
    const key = childText(object, "Key") ?? "";
    const wanted = childText(object, "VersionId");
    const { versionId, marker } = deleteVersion(context, key, wanted);
    return {
      Key: key,
      ...(wanted !== undefined && { VersionId: wanted }),
      ...(marker && { DeleteMarker: "true", DeleteMarkerVersionId: versionId ?? "" }),
    };
  });
  const quiet = childText(request, "Quiet") === "true";
  return xmlReply("DeleteResult", quiet ? {} : { Deleted: deleted });
}

/** What a call wants deleted: each object by its key, and whether a version of it. */
export function keysToDelete({ body }: Call): { key: string; version: boolean }[] {
  return children(readXml(body.toString("utf8"), "Delete"), "Object").map((object) => ({
    key: childText(object, "Key") ?? "",
    version: childText(object, "VersionId") !== undefined,
  }));
}
