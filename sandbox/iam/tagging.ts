import type { XmlElement } from "../query-protocol";
import { write } from "./consistency";
import { namedProvider } from "./oidc-providers";
import { pageOf, readPage } from "./page";
import { namedPolicy, replacePolicy } from "./policy-entity";
import { type IamOperation, type IamRequest, withoutResult } from "./request";
import { namedRole, replaceRole } from "./role-entity";
import type { Tag } from "./state";
import { readTagKeys, readTags, tagList, withoutTags, withTags } from "./tags";

/** Something with tags, named by a call. */
interface Tagged {
  resources: readonly string[];
  shown(): readonly Tag[];
  /** Replaces the tags. */
  change(change: (tags: readonly Tag[]) => Tag[]): void;
}

type Finder = (request: IamRequest) => Tagged;

const role: Finder = (request) => {
  const found = namedRole(request);
  return {
    resources: found.resources,
    shown: () => found.shown().tags,
    change: (change) => replaceRole(request, { ...found.current(), tags: change(found.current().tags) }),
  };
};

const policy: Finder = (request) => {
  const found = namedPolicy(request);
  return {
    resources: found.resources,
    shown: () => found.shown().tags,
    change: (change) => replacePolicy(request, { ...found.current(), tags: change(found.current().tags) }),
  };
};

const provider: Finder = (request) => {
  const found = namedProvider(request);
  return {
    resources: found.resources,
    shown: () => found.shown().tags,
    change: (change) => {
      const before = found.current();
      write(request.world, request.account, "oidcProviders", found.arn, { ...before, tags: change(before.tags) });
    },
  };
};

/** Tag, Untag and List…Tags of everything in IAM that carries tags. */
export const taggingOperations: Readonly<Record<string, IamOperation>> = {
  TagRole: tag(role),
  UntagRole: untag(role),
  ListRoleTags: list(role),
  TagPolicy: tag(policy),
  UntagPolicy: untag(policy),
  ListPolicyTags: list(policy),
  TagOpenIDConnectProvider: tag(provider),
  UntagOpenIDConnectProvider: untag(provider),
  ListOpenIDConnectProviderTags: list(provider),
};

function tag(find: Finder): IamOperation {
  return (request) => {
    const tagged = find(request);
    const tags = readTags(request.input);
    if (tags.length === 0) request.input.report("Value null", "Tags", "Member must not be null");
    return withoutResult(tagged.resources, () => {
      tagged.change((before) => withTags(before, tags));
    });
  };
}

function untag(find: Finder): IamOperation {
  return (request) => {
    const tagged = find(request);
    const keys = readTagKeys(request.input);
    return withoutResult(tagged.resources, () => {
      tagged.change((before) => withoutTags(before, keys));
    });
  };
}

function list(find: Finder): IamOperation {
  return (request) => {
    const tagged = find(request);
    const page = readPage(request.input);
    return {
      resources: tagged.resources,
      run: (): XmlElement => {
        const { items, more } = pageOf(tagged.shown(), page);
        return { ...more, Tags: tagList(items) };
      },
    };
  };
}
