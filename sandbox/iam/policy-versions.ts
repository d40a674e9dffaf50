import { managedPolicyDocument } from "../../lib/iam/managed-policies";
import type { XmlElement } from "../query-protocol";
import { awsManagedPolicy } from "./aws-managed-policies";
import { checkIdentityPolicy } from "./document";
import { deleteConflict, limitExceeded, noSuchEntity } from "./errors";
import { pageOf, readPage } from "./page";
import { namedPolicy, replacePolicy } from "./policy-entity";
import { type IamOperation, withoutResult } from "./request";
import { DOCUMENT, QUOTA, VERSION_ID } from "./rules";
import type { ManagedPolicy, PolicyVersion } from "./state";

/** The versions of managed policies. */
export const policyVersionOperations: Readonly<Record<string, IamOperation>> = {
  CreatePolicyVersion: (request) => {
    const policy = namedPolicy(request);
    const document = request.input.required("PolicyDocument", DOCUMENT);
    const setAsDefault = request.input.flag("SetAsDefault");
    return {
      resources: policy.resources,
      run: () => {
        const before = policy.current();
        const version = {
          id: `v${before.versionsMade + 1}`,
          document: policyDocumentOf(document),
          created: request.now,
        };
        if (before.versions.length >= QUOTA.versionsPerPolicy) {
          throw limitExceeded(
            `A managed policy can have up to ${QUOTA.versionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
          );
        }
        const after = {
          ...before,
          versions: [...before.versions, version],
          versionsMade: before.versionsMade + 1,
          updated: request.now,
          defaultVersion: setAsDefault ? version.id : before.defaultVersion,
        };
        replacePolicy(request, after);
        return { PolicyVersion: versionElement(after, version) };
      },
    };
  },

  GetPolicyVersion: (request) => {
    const policy = namedPolicy(request);
    const id = request.input.required("VersionId", VERSION_ID);
    return {
      resources: policy.resources,
      run: () => {
        const shown = ofAws(policy.arn) ?? policy.shown();
        const version = versionOf(shown, id);
        return { PolicyVersion: { Document: encodeURIComponent(version.document), ...versionElement(shown, version) } };
      },
    };
  },

  ListPolicyVersions: (request) => {
    const policy = namedPolicy(request);
    const page = readPage(request.input);
    return {
      resources: policy.resources,
      run: () => {
        const shown = ofAws(policy.arn) ?? policy.shown();
        const { items, more } = pageOf([...shown.versions].reverse(), page);
        return { ...more, Versions: { member: items.map((version) => versionElement(shown, version)) } };
      },
    };
  },

  SetDefaultPolicyVersion: (request) => {
    const policy = namedPolicy(request);
    const id = request.input.required("VersionId", VERSION_ID);
    return withoutResult(policy.resources, () => {
      const before = policy.current();
      replacePolicy(request, { ...before, defaultVersion: versionOf(before, id).id, updated: request.now });
    });
  },

  DeletePolicyVersion: (request) => {
    const policy = namedPolicy(request);
    const id = request.input.required("VersionId", VERSION_ID);
    return withoutResult(policy.resources, () => {
      const before = policy.current();
      const version = versionOf(before, id);
      if (before.defaultVersion === id) throw deleteConflict("Cannot delete the default version of a policy.");
      replacePolicy(request, { ...before, versions: before.versions.filter((kept) => kept !== version) });
    });
  },
};

/**
 * The document of a managed policy, fit to be stored.
 *
 * @throws AwsError MalformedPolicyDocument; LimitExceeded over 6,144 characters, white space not counted.
 */
export function policyDocumentOf(document: string): string {
  checkIdentityPolicy(document, true);
  if (document.replace(/\s/g, "").length > QUOTA.policyCharacters) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${QUOTA.policyCharacters}`);
  }
  return document;
}

type Versions = Pick<ManagedPolicy, "arn" | "defaultVersion" | "versions">;

function versionOf(policy: Versions, id: string): PolicyVersion {
  const version = policy.versions.find((candidate) => candidate.id === id);
  if (version === undefined) {
    throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  }
  return version;
}

function versionElement(policy: Versions, version: PolicyVersion): XmlElement {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: version.created,
  };
}

/** A policy of AWS's own with its latest version: the earlier ones are not known. Undefined where it is none of AWS's. */
function ofAws(arn: string): Versions | undefined {
  const policy = awsManagedPolicy(arn);
  const document = policy && managedPolicyDocument(`${policy.path}${policy.name}`.slice(1));
  if (policy === undefined || document === undefined) return undefined;
  const { defaultVersion, updated } = policy;
  return {
    arn,
    defaultVersion,
    versions: [{ id: defaultVersion, document: JSON.stringify(document), created: updated }],
  };
}
