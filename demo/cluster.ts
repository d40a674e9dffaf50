/** The cluster of the demo: that of examples/platform. */
export const CLUSTER = { name: "atlas-eks", account: "492000000148", region: "us-east-1", version: "1.33" };
