import fc from "fast-check";

/**
 * Properties draw other cases in each run, and say the seed where they fail. `PROPERTY_SEED` draws the same ones again, as
 * `.ci/run` does for one state of the repository.
 */
const given = process.env.PROPERTY_SEED;
if (given !== undefined) fc.configureGlobal({ seed: Number(given) });

/** For what is drawn without a property. */
export const SEED = Number(given ?? Math.floor(Math.random() * 2 ** 31));

export default fc;
