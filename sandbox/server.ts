import { createServer, type Server } from "node:http";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { type CallRecord, dispatcher } from "./dispatch";
import { addCluster } from "./eks/clusters";
import type { Faults } from "./faults";
import type { Reply } from "./operation";
import { loadState, StateFileError, stateSaver } from "./state-file";
import { createWorld, type World, worldData } from "./world";

export interface SandboxOptions {
  /** 0 or left out: any free port. */
  port?: number;
  /** The account of callers whose access key names none, 12 digits; left out, `123456789012`. */
  account?: string;
  /** Clusters that stand ACTIVE from the beginning; one that the state file has already is left alone. */
  clusters?: readonly { name: string; account: string; region: string; version?: string }[];
  faults?: Faults;
  /** Where the state is kept from run to run; left out, it is gone at the end. */
  stateFile?: string;
  /** Of the ids; left out, other ids in every run. */
  seed?: number;
  now?: () => Date;
  /** Told about every request after it was answered. */
  onCall?: (record: CallRecord) => void;
  /** Told about every bug of the sandbox itself; left out, they go to stderr with their stack. */
  onBug?: (error: unknown) => void;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`: what AWS_ENDPOINT_URL must be. */
  url: string;
  port: number;
  world: World;
  /**
   * Stops listening, ends open connections and writes the state file.
   * @throws StateFileError when it cannot be written
   */
  close(): Promise<void>;
}

/**
 * Starts a local AWS on 127.0.0.1. Clients need AWS_ENDPOINT_URL and any credentials: signatures are read for who
 * calls, in which region and which service, but not verified.
 *
 * @throws StateFileError when the state file is not one, or cannot be written; Error (EADDRINUSE) when the port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { stateFile, onBug = reportBug, onCall } = options;
  const data = stateFile === undefined ? undefined : loadState(stateFile);
  const world = createWorld({ ...options, ...(data === undefined ? {} : { data }) });
  for (const cluster of options.clusters ?? []) addCluster(world, cluster);
  const saver = stateFile === undefined ? undefined : stateSaver(stateFile, () => worldData(world), onBug);
  const dispatch = dispatcher(world, onBug);

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.all("*", async (context) => {
    const { incoming } = context.env;
    const { reply, record, changed } = await dispatch({
      method: incoming.method ?? "GET",
      url: incoming.url ?? "/",
      headers: context.req.header(),
      body: Buffer.from(await context.req.arrayBuffer()),
    });
    if (changed) saver?.changed();
    onCall?.(record);
    if (reply === undefined) {
      incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    return new Response(bodyOf(reply, incoming.method), { status: reply.status, headers: reply.headers ?? {} });
  });

  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  // Longer than any client keeps an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 120_000;
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    world,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      saver?.flush();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Statuses that may have no body, by RFC 9110, are refused one by Response. */
function bodyOf(reply: Reply, method: string | undefined): string | Uint8Array<ArrayBuffer> | null {
  if (method === "HEAD" || reply.status === 204 || reply.status === 304 || reply.body === undefined) return null;
  return typeof reply.body === "string" ? reply.body : new Uint8Array(reply.body);
}

function reportBug(error: unknown): void {
  if (error instanceof StateFileError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
