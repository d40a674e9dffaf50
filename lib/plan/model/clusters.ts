import { parseArn } from "../../model/arn";
import { type Cluster, clusterArn } from "../../model/cluster";
import { PARTITIONS, type Partition, partitionOf } from "../../model/partition";
import { placeholder } from "../../model/placeholder";
import { entry } from "./instances";
import { type PlanObject, read, readText, shownText } from "./objects";
import type { Whereabouts } from "./providers";
import type { SideWorld } from "./side-world";

/** What else tells where a cluster is: ARNs that name its account or itself, and the role, which is in its account. */
interface Hints {
  role: string;
  roleObject: PlanObject | undefined;
  clusters: readonly string[];
}

/** The clusters that associations name on one side: the same one is the same object. */
export class Clusters {
  readonly #world: SideWorld;
  readonly #made = new Map<string, Cluster>();

  constructor(world: SideWorld) {
    this.#world = world;
  }

  /**
   * The cluster of an association, or of an add-on. An association's own ARN tells where it is, then its `region`, the
   * provider configuration, where it was before, and the role and its trust policy: a role is in its cluster's account.
   */
  of(object: PlanObject, hints: Hints): Cluster {
    const name = this.#name(object);
    const place = this.#whereabouts(object, name, hints);
    const provider = this.#world.worldOf(object).configuration.provider(object) ?? "aws";
    const region = place.region ?? placeholder(`region of provider ${provider}`);
    const account = place.account ?? placeholder(`account of provider ${provider}`);
    return entry(this.#made, `${name} ${region} ${account} ${place.region ? "" : object.document.stack}`, () => {
      const partition = asPartition(place.partition) ?? partitionOf(region);
      const at = this.#world.worldOf(object).at(object);
      return { key: name, name, account, region, partition, arn: clusterArn({ partition, region, account, name }), at };
    });
  }

  #name(object: PlanObject): string {
    const attribute = "cluster_name";
    const { joins, side, gaps } = this.#world;
    const known = read(object, side, [attribute]);
    if (known.kind === "known" && !known.sensitive && typeof known.value === "string") return known.value;
    const later = placeholder(`${attribute} of ${object.address}`);
    const joined = joins.find("cluster", object, { path: [attribute] });
    if (known.kind === "unknown" && joined.kind === "object") {
      return shownText(joined.object, side, "name") ?? placeholder(`name of ${joined.object.address}`);
    }
    if (joined.kind === "outside") return joined.text;
    const rebuilt = this.#world.worldOf(object).rebuild(object, attribute);
    const isOpen = known.kind === "unknown" && !known.sensitive;
    if (isOpen && rebuilt.kind === "value" && typeof rebuilt.value === "string") return rebuilt.value;
    const { why, fix } =
      joined.kind === "cannot" ? joined : { why: "is marked sensitive, and is not opened here", fix: UNMARK };
    gaps.add({ object, attribute, part: "cluster", why, fix }, { association: object });
    return later;
  }

  #whereabouts(object: PlanObject, name: string, hints: Hints): Whereabouts {
    const { side, joins, providersOf } = this.#world;
    const made = () => {
      const cluster = joins.named("cluster", name, object);
      return cluster.kind === "object" ? fromArn(readText(cluster.object, side, "arn")) : {};
    };
    const pin = () => {
      const pins = new Set(hints.clusters.filter((arn) => isClusterNamed(arn, name)));
      return pins.size === 1 ? fromArn([...pins][0]) : {};
    };
    const region = readText(object, side, "region");
    return firstOf([
      () => whereaboutsOf(object, side),
      () => (region === undefined ? {} : { region }),
      () => providersOf(object).of(object),
      () => (object.before === undefined ? {} : whereaboutsOf(object, "before")),
      made,
      // IAM's ARNs name no region.
      () => fromArn(hints.role),
      () => accountOf(hints.roleObject && providersOf(hints.roleObject).of(hints.roleObject)),
      pin,
    ]);
  }
}

function accountOf(of: Whereabouts | undefined): Whereabouts {
  return of?.account === undefined ? {} : { account: of.account };
}

/** For each of the three the first that says it; none is asked in vain. */
function firstOf(all: readonly (() => Whereabouts)[]): Whereabouts {
  const known: Whereabouts = {};
  for (const ask of all) {
    if (known.region !== undefined && known.account !== undefined && known.partition !== undefined) break;
    const { region, account, partition } = ask();
    if (known.region === undefined && region !== undefined) known.region = region;
    if (known.account === undefined && account !== undefined) known.account = account;
    if (known.partition === undefined && partition !== undefined) known.partition = partition;
  }
  return known;
}

const UNMARK = "take the sensitive mark off it: it is no secret to a reviewer";

function whereaboutsOf(object: PlanObject, side: SideWorld["side"]): Whereabouts {
  return fromArn(readText(object, side, object.type === "aws_eks_addon" ? "arn" : "association_arn"));
}

function fromArn(text: string | undefined): Whereabouts {
  const arn = text === undefined ? undefined : parseArn(text);
  if (arn === undefined) return {};
  const { region, account, partition } = arn;
  return {
    ...(region === "" || /[*?$]/.test(region) ? {} : { region }),
    ...(/^\d{12}$/.test(account) ? { account } : {}),
    ...(asPartition(partition) === undefined ? {} : { partition }),
  };
}

function isClusterNamed(arn: string, name: string): boolean {
  return parseArn(arn)?.resource === `cluster/${name}`;
}

function asPartition(text: string | undefined): Partition | undefined {
  return PARTITIONS.find((partition) => partition === text);
}
