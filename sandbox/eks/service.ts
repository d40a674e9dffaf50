import { AwsError, type Call, type Operation, type Service } from "../operation";
import type { World } from "../world";
import { describeAddonVersions } from "./addon-versions";
import { addonArn, createAddon, deleteAddon, describeAddon, describeUpdate, listAddons, updateAddon } from "./addons";
import {
  createAssociation,
  deleteAssociation,
  describeAssociation,
  listAssociations,
  updateAssociation,
} from "./associations";
import { createCluster, deleteCluster, describeCluster, listClusters } from "./clusters";
import { type EksContext, eksArn, eksContext, SETTLE_MS } from "./context";
import { eksRequestContext, rolesPassed } from "./request-context";
import { listTags, tagResource, untagResource } from "./resource-tags";
import { JsonInput, jsonError, jsonReply } from "./rest-json";

/** The parameters in a path, in their order. */
type Parameters = readonly [first: string, second: string];

interface Route {
  /** `METHOD /path/{with}/{parameters}`. */
  on: string;
  action: string;
  /** What the action is judged on. Source: "Actions, resources, and condition keys for Amazon EKS". */
  resource(context: EksContext, parameters: Parameters, call: Call): string;
  run(context: EksContext, parameters: Parameters, call: Call): Record<string, unknown>;
}

const anyCluster = (context: EksContext) => eksArn(context, "cluster/*");
const versions = (context: EksContext) => eksArn(context, "/addons/supported-versions");
const newCluster = (context: EksContext, _parameters: Parameters, call: Call) =>
  eksArn(context, `cluster/${JsonInput.of(call).required("name")}`);
const cluster = (context: EksContext, [name]: Parameters) => eksArn(context, `cluster/${name}`);
const addon = (context: EksContext, [name, addonName]: Parameters) => addonArn(context, name, addonName);
const association = (context: EksContext, [name, id]: Parameters) =>
  eksArn(context, `podidentityassociation/${name}/${id}`);
const named = (_context: EksContext, [arn]: Parameters) => arn;

const ASSOCIATIONS = "/clusters/{name}/pod-identity-associations";
const ADDONS = "/clusters/{name}/addons";

const ROUTES: readonly Route[] = [
  {
    on: "POST /clusters",
    action: "CreateCluster",
    resource: newCluster,
    run: (context, _parameters, call) => createCluster(context, JsonInput.of(call)),
  },
  {
    on: "GET /clusters",
    action: "ListClusters",
    resource: anyCluster,
    run: (context, _parameters, call) => listClusters(context, call.query),
  },
  {
    on: "GET /clusters/{name}",
    action: "DescribeCluster",
    resource: cluster,
    run: (context, [name]) => describeCluster(context, name),
  },
  {
    on: "DELETE /clusters/{name}",
    action: "DeleteCluster",
    resource: cluster,
    run: (context, [name]) => deleteCluster(context, name),
  },
  {
    on: `POST ${ASSOCIATIONS}`,
    action: "CreatePodIdentityAssociation",
    resource: cluster,
    run: (context, [name], call) => createAssociation(context, name, JsonInput.of(call)),
  },
  {
    on: `GET ${ASSOCIATIONS}`,
    action: "ListPodIdentityAssociations",
    resource: cluster,
    run: (context, [name], call) => listAssociations(context, name, call.query),
  },
  {
    on: `GET ${ASSOCIATIONS}/{id}`,
    action: "DescribePodIdentityAssociation",
    resource: association,
    run: (context, [name, id]) => describeAssociation(context, name, id),
  },
  {
    on: `POST ${ASSOCIATIONS}/{id}`,
    action: "UpdatePodIdentityAssociation",
    resource: association,
    run: (context, [name, id], call) => updateAssociation(context, name, id, JsonInput.of(call)),
  },
  {
    on: `DELETE ${ASSOCIATIONS}/{id}`,
    action: "DeletePodIdentityAssociation",
    resource: association,
    run: (context, [name, id]) => deleteAssociation(context, name, id),
  },
  {
    on: `POST ${ADDONS}`,
    action: "CreateAddon",
    resource: cluster,
    run: (context, [name], call) => createAddon(context, name, JsonInput.of(call)),
  },
  {
    on: `GET ${ADDONS}`,
    action: "ListAddons",
    resource: cluster,
    run: (context, [name], call) => listAddons(context, name, call.query),
  },
  {
    on: `GET ${ADDONS}/{addon}`,
    action: "DescribeAddon",
    resource: addon,
    run: (context, [name, addonName]) => describeAddon(context, name, addonName),
  },
  {
    on: `POST ${ADDONS}/{addon}/update`,
    action: "UpdateAddon",
    resource: addon,
    run: (context, [name, addonName], call) => updateAddon(context, name, addonName, JsonInput.of(call)),
  },
  {
    on: `DELETE ${ADDONS}/{addon}`,
    action: "DeleteAddon",
    resource: addon,
    run: (context, [name, addonName], call) => deleteAddon(context, name, addonName, call.query),
  },
  {
    on: "GET /clusters/{name}/updates/{id}",
    action: "DescribeUpdate",
    resource: cluster,
    run: (context, [name, id], call) => describeUpdate(context, name, id, call.query),
  },
  {
    on: "GET /addons/supported-versions",
    action: "DescribeAddonVersions",
    resource: versions,
    run: (_context, _parameters, call) => describeAddonVersions(call.query),
  },
  {
    on: "GET /tags/{arn}",
    action: "ListTagsForResource",
    resource: named,
    run: (context, [arn]) => listTags(context, arn),
  },
  {
    on: "POST /tags/{arn}",
    action: "TagResource",
    resource: named,
    run: (context, [arn], call) => tagResource(context, arn, JsonInput.of(call)),
  },
  {
    on: "DELETE /tags/{arn}",
    action: "UntagResource",
    resource: named,
    run: (context, [arn], call) => untagResource(context, arn, call.query),
  },
];

/** How EKS behaves where its pace can be chosen. */
interface EksOptions {
  /** How long a cluster or an add-on is CREATING, UPDATING or DELETING, in milliseconds. */
  settleMs?: number;
}

/** Amazon EKS: clusters, add-ons, pod identity associations and their tags. */
export function eksService(world: World, { settleMs = SETTLE_MS }: EksOptions = {}): Service {
  return {
    names: ["eks"],
    operation: (call) => findOperation(world, call, settleMs),
    error: jsonError,
  };
}

function findOperation(world: World, call: Call, settleMs: number): Operation {
  const path = call.path.split("/").slice(1).map(decodeURIComponent);
  for (const route of ROUTES) {
    const parameters = match(route.on, call.method, path);
    if (parameters === undefined) continue;
    const context = eksContext(world, call, settleMs);
    const resource = route.resource(context, parameters, call);
    return {
      action: `eks:${route.action}`,
      resources: [resource],
      context: () => eksRequestContext(context, call, resource),
      needs: rolesPassed(context, route.action, call),
      run: () => jsonReply(route.run(context, parameters, call)),
    };
  }
  throw new AwsError(
    "UnknownOperationException",
    404,
    `The sandbox has no operation ${call.method} ${call.path} of EKS.`,
  );
}

function match(on: string, method: string, path: readonly string[]): Parameters | undefined {
  const [wantedMethod, template = ""] = on.split(" ");
  const wanted = template.split("/").slice(1);
  if (wantedMethod !== method || wanted.length !== path.length) return undefined;
  const parameters: string[] = [];
  for (const [index, part] of wanted.entries()) {
    const found = path[index] ?? "";
    if (part.startsWith("{")) parameters.push(found);
    else if (part !== found) return undefined;
  }
  const [first = "", second = ""] = parameters;
  return [first, second];
}
