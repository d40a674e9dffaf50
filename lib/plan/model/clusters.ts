import { entry } from "../../entry";
import { parseArn } from "../../model/arn";
import { type Cluster, clusterArn } from "../../model/cluster";
import type { ExistingRole, OwnRole } from "../../model/identity";
import { PARTITIONS, type Partition, partitionOf } from "../../model/partition";
import { placeholder } from "../../model/placeholder";
import { UNMARK } from "./joins";
import { type PlanObject, read, readText, shownText } from "./objects";
import type { Whereabouts } from "./providers";
import type { SideWorld } from "./side-world";
import { trustPin } from "./trust-pin";

/** What else tells where a cluster is: ARNs that name its account or itself, and the role, which is in its account. */
interface Hints {
  role: OwnRole | ExistingRole;
  roleObject: PlanObject | undefined;
}

/** The clusters that associations name: the same one is the same object. */
export class Clusters {
  readonly #world: SideWorld;
  readonly #made: Map<string, Cluster>;
  /** By what ARNs of one place begin with. */
  readonly #places: Map<string, Whereabouts>;

  /** `previous`: those of the side before, which are the same. */
  constructor(world: SideWorld, previous?: Clusters) {
    this.#world = world;
    this.#made = previous === undefined ? new Map() : previous.#made;
    this.#places = previous === undefined ? new Map() : previous.#places;
  }

  /**
   * The cluster of an association, or of an add-on. An association's own ARN tells where it is, then its `region`, the
   * provider configuration, where it was before, and the role and its trust policy: a role is in its cluster's account.
   */
  of(object: PlanObject, hints: Hints): Cluster {
    const name = this.#name(object);
    const place = firstOf(this.#whereabouts(object, name, hints));
    const provider = () => this.#world.worldOf(object).configuration.provider(object) ?? "aws";
    const region = place.region ?? placeholder(`region of provider ${provider()}`);
    const account = place.account ?? placeholder(`account of provider ${provider()}`);
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
    const joined = joins.find("cluster", object, attribute);
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

  /** What tells where it is, the surest first. */
  *#whereabouts(object: PlanObject, name: string, { role, roleObject }: Hints): Iterable<Whereabouts> {
    const { side, joins, providersOf } = this.#world;
    const attribute = object.type === "aws_eks_addon" ? "arn" : "association_arn";
    yield this.#fromArn(readText(object, side, attribute));
    const region = readText(object, side, "region");
    if (region !== undefined) yield { region };
    yield providersOf(object).of(object);
    yield this.#fromArn(readText(object, "before", attribute));
    const cluster = joins.named("cluster", name, object);
    if (cluster.kind === "object") yield this.#fromArn(readText(cluster.object, side, "arn"));
    // IAM's ARNs name no region.
    yield this.#fromArn(role.arn);
    if (roleObject !== undefined) {
      const { account } = providersOf(roleObject).of(roleObject);
      if (account !== undefined) yield { account };
    }
    if (role.kind === "existing") return;
    const [pinned, ...more] = new Set(trustPin(role.trust).clusters.filter((arn) => isClusterNamed(arn, name)));
    if (more.length === 0) yield this.#fromArn(pinned);
  }

  #fromArn(text: string | undefined): Whereabouts {
    const start = text === undefined ? undefined : placeText(text);
    if (text === undefined || start === undefined) return NOWHERE;
    return entry(this.#places, start, () => fromArn(text));
  }
}

const NOWHERE: Whereabouts = {};

/** For each of the three the first that says it; none is asked in vain. A region tells the partition. */
function firstOf(all: Iterable<Whereabouts>): Whereabouts {
  const known: Whereabouts = {};
  for (const { region, account, partition } of all) {
    if (known.region === undefined && region !== undefined) known.region = region;
    if (known.account === undefined && account !== undefined) known.account = account;
    if (known.partition === undefined && partition !== undefined) known.partition = partition;
    if (known.region !== undefined && known.account !== undefined) break;
  }
  return known;
}

/** Of an ARN all but its resource; undefined where it has none. */
function placeText(arn: string): string | undefined {
  let end = -1;
  for (let colons = 0; colons < 5; colons++) {
    end = arn.indexOf(":", end + 1);
    if (end < 0) return undefined;
  }
  return end === arn.length - 1 ? undefined : arn.slice(0, end);
}

function fromArn(text: string): Whereabouts {
  const arn = parseArn(text);
  if (arn === undefined) return NOWHERE;
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
