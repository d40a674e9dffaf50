/** Whether a pattern of Action names its service: `s3:Get*`, and not `*` or `s*:*`. */
export function isOfOneService(pattern: string): boolean {
  return /^[^:*?]+:/.test(pattern);
}
