import type { Tag } from "../iam/state";
import { randomSecret, randomText, UPPER_ALPHANUMERIC } from "../random";
import type { World } from "../world";

/** Temporary credentials that were issued: a role, assumed under a name until a moment. */
export interface Session {
  accessKeyId: string;
  sessionToken: string;
  /** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
  arn: string;
  account: string;
  roleArn: string;
  roleId: string;
  sessionName: string;
  /** Session tags, those passed on by the session that assumed this role among them. */
  tags: Tag[];
  /** Keys of the tags that go on to the next role in a chain. */
  transitiveTagKeys: string[];
  /** Milliseconds since 1970. */
  expiration: number;
  /** A session policy, JSON, and the ARNs of managed ones: they narrow what the role permits. */
  policy?: string;
  policyArns?: string[];
}

/** What a session is opened with. Whether the caller may is not asked here. */
export interface SessionRequest {
  role: { name: string; arn: string; id: string };
  sessionName: string;
  tags: readonly Tag[];
  transitiveTagKeys: readonly string[];
  durationSeconds: number;
  policy?: string;
  policyArns?: readonly string[];
}

/** The credentials of a new session, as STS hands them out. */
export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
  assumedRoleArn: string;
  /** `AROA…:SESSION`. */
  assumedRoleId: string;
}

const FORGET_AFTER_MILLISECONDS = 24 * 3600 * 1000;

/** Issues temporary credentials for a role and remembers them until a day after they expired. */
export function openSession(world: World, request: SessionRequest): SessionCredentials {
  const { role, sessionName } = request;
  const now = world.now().getTime();
  for (const session of Object.values(world.sessions)) {
    if (session.expiration + FORGET_AFTER_MILLISECONDS < now) delete world.sessions[session.accessKeyId];
  }
  const [, partition = "aws", , , account = ""] = role.arn.split(":");
  const accessKeyId = `ASIA${randomText(world, UPPER_ALPHANUMERIC, 16)}`;
  const session: Session = {
    accessKeyId,
    sessionToken: `IQoJ${randomSecret(world, 200)}==`,
    arn: `arn:${partition}:sts::${account}:assumed-role/${role.name}/${sessionName}`,
    account,
    roleArn: role.arn,
    roleId: role.id,
    sessionName,
    tags: [...request.tags],
    transitiveTagKeys: [...request.transitiveTagKeys],
    expiration: now + request.durationSeconds * 1000,
    ...(request.policy === undefined ? {} : { policy: request.policy }),
    ...(request.policyArns === undefined ? {} : { policyArns: [...request.policyArns] }),
  };
  world.sessions[accessKeyId] = session;
  return {
    accessKeyId,
    secretAccessKey: randomSecret(world, 40),
    sessionToken: session.sessionToken,
    expiration: new Date(session.expiration),
    assumedRoleArn: session.arn,
    assumedRoleId: `${role.id}:${sessionName}`,
  };
}
