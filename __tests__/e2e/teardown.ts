import { config } from "./setup-state";

/** Removes Terraform's temporary CLI configuration. */
export default async function teardown(): Promise<void> {
  await config.made?.dispose();
}
