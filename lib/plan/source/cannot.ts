/** Why a value cannot be rebuilt. Caught where rebuilding begins. */
export class Cannot extends Error {
  /** `isFailure`: Terraform surely fails here too, so that `try` goes on to what comes next. */
  constructor(
    readonly why: string,
    readonly isFailure = false,
  ) {
    super(why);
  }
}

/** @throws Cannot */
export function cannot(why: string): never {
  throw new Cannot(why);
}

/** Where Terraform fails as well, whatever the types and whatever is not known. @throws Cannot */
export function fails(why: string): never {
  throw new Cannot(why, true);
}
