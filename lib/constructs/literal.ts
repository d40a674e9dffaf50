/**
 * Text as Terraform's JSON has to have it: there `${` and `%{` begin a template, so what is meant as it stands, such as
 * IAM's `${aws:PrincipalTag/…}`, is written `$${` and `%%{`. Nothing that a declaration says is ever evaluated by
 * Terraform. CDKTF's own tokens are left alone.
 * Source: Terraform language, "JSON Configuration Syntax" and "Strings and Templates".
 */
export function literal(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, "$$$${").replace(/%\{/g, "%%{");
}

/** Tags with their keys and values as they stand. */
export function literalTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [literal(key), literal(value)]),
  );
}
