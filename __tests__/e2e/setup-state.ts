import type { CliConfig } from "../../lib/terraform/cli-config";

/** What setup made and teardown removes: both run in the same process. */
export const config: { made: CliConfig | undefined } = { made: undefined };
