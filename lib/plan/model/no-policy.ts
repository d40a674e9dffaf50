/** Why nothing can be said of a policy whose text is empty. */
export const NO_POLICY = { why: "holds no policy", fix: "write a JSON policy document" };
