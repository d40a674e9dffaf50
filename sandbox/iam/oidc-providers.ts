import { AwsError } from "../operation";
import type { QueryInput } from "../query-input";
import { current, visible, visibleAll, write } from "./consistency";
import { entityAlreadyExists, invalidInput, limitExceeded, noSuchEntity } from "./errors";
import { type IamOperation, type IamRequest, iamArn, withoutResult } from "./request";
import { ARN, CLIENT_ID, OIDC_URL, QUOTA, THUMBPRINT } from "./rules";
import type { OidcProvider } from "./state";
import { readTags, tagList } from "./tags";

/** OpenID Connect providers: whose web identity tokens the account accepts. */
export const oidcProviderOperations: Readonly<Record<string, IamOperation>> = {
  CreateOpenIDConnectProvider: (request) => {
    const { world, account, input } = request;
    const url = input.required("Url", OIDC_URL);
    const clientIds = readClientIds(input);
    const thumbprints = input.texts("ThumbprintList", THUMBPRINT) ?? [];
    const tags = readTags(input);
    const bareUrl = url.replace(/^https:\/\//i, "");
    const arn = iamArn(request, `oidc-provider/${bareUrl}`);
    return {
      resources: [arn],
      run: () => {
        if (!/^https:\/\/[^/?#\s]+[^?#\s]*$/i.test(url)) {
          throw new AwsError("ValidationError", 400, "Invalid Open ID Connect Provider URL");
        }
        if (current(world, account, "oidcProviders", arn) !== undefined) {
          throw entityAlreadyExists(`Provider with url ${url} already exists.`);
        }
        checkCounts(clientIds, thumbprints);
        // Left out, IAM fetches the thumbprint of the top certificate; the sandbox reaches no issuer.
        const stored = thumbprints.length === 0 ? ["0".repeat(40)] : thumbprints;
        const provider = { arn, url: bareUrl, clientIds, thumbprints: stored, created: request.now, tags };
        write(world, account, "oidcProviders", arn, provider);
        return { OpenIDConnectProviderArn: arn, Tags: tags.length === 0 ? undefined : tagList(tags) };
      },
    };
  },

  GetOpenIDConnectProvider: (request) => {
    const provider = namedProvider(request);
    return {
      resources: provider.resources,
      run: () => {
        const shown = provider.shown();
        return {
          Url: shown.url,
          CreateDate: shown.created,
          ClientIDList: { member: shown.clientIds },
          ThumbprintList: { member: shown.thumbprints },
          Tags: tagList(shown.tags),
        };
      },
    };
  },

  ListOpenIDConnectProviders: (request) => ({
    resources: [iamArn(request, "oidc-provider/*")],
    run: () => {
      const arns = visibleAll(request.world, request.account, "oidcProviders").map((provider) => provider.arn);
      return { OpenIDConnectProviderList: { member: arns.sort().map((Arn) => ({ Arn })) } };
    },
  }),

  AddClientIDToOpenIDConnectProvider: (request) => {
    const provider = namedProvider(request);
    const clientId = request.input.required("ClientID", CLIENT_ID);
    return changing(request, provider, (before) => {
      const clientIds = [...new Set([...before.clientIds, clientId])];
      checkCounts(clientIds, before.thumbprints);
      return { ...before, clientIds };
    });
  },

  RemoveClientIDFromOpenIDConnectProvider: (request) => {
    const provider = namedProvider(request);
    const clientId = request.input.required("ClientID", CLIENT_ID);
    return changing(request, provider, (before) => ({
      ...before,
      clientIds: before.clientIds.filter((id) => id !== clientId),
    }));
  },

  UpdateOpenIDConnectProviderThumbprint: (request) => {
    const provider = namedProvider(request);
    const thumbprints = request.input.texts("ThumbprintList", THUMBPRINT) ?? [];
    return changing(request, provider, (before) => {
      if (thumbprints.length === 0) throw invalidInput("Thumbprint list must contain fewer than 5 entries.");
      checkCounts(before.clientIds, thumbprints);
      return { ...before, thumbprints };
    });
  },

  DeleteOpenIDConnectProvider: (request) => {
    const provider = namedProvider(request);
    return withoutResult(provider.resources, () => {
      provider.current();
      write(request.world, request.account, "oidcProviders", provider.arn, undefined);
    });
  },
};

interface NamedProvider {
  arn: string;
  resources: readonly string[];
  shown(): OidcProvider;
  current(): OidcProvider;
}

/** Reads `OpenIDConnectProviderArn`. */
export function namedProvider(request: IamRequest): NamedProvider {
  const { world, account } = request;
  const arn = request.input.required("OpenIDConnectProviderArn", ARN);
  const found = (provider: OidcProvider | undefined): OidcProvider => {
    if (!/^arn:[\w-]+:iam::\d{12}:oidc-provider\/.+$/.test(arn)) throw invalidInput(`Invalid ARN: ${arn}`);
    if (provider === undefined) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
    return provider;
  };
  return {
    arn,
    resources: [arn],
    shown: () => found(visible(world, account, "oidcProviders", arn)),
    current: () => found(current(world, account, "oidcProviders", arn)),
  };
}

function changing(request: IamRequest, provider: NamedProvider, change: (before: OidcProvider) => OidcProvider) {
  return withoutResult(provider.resources, () => {
    write(request.world, request.account, "oidcProviders", provider.arn, change(provider.current()));
  });
}

function readClientIds(input: QueryInput): string[] {
  return [...new Set(input.texts("ClientIDList", CLIENT_ID) ?? [])];
}

function checkCounts(clientIds: readonly string[], thumbprints: readonly string[]): void {
  if (clientIds.length > QUOTA.oidcClientIds) {
    throw limitExceeded(`Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${QUOTA.oidcClientIds}`);
  }
  if (thumbprints.length > QUOTA.oidcThumbprints) {
    throw invalidInput(`Thumbprint list must contain fewer than ${QUOTA.oidcThumbprints} entries.`);
  }
}
