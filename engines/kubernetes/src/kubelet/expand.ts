/** `$(NAME)` is what NAME is, `$$` is `$`; a name that is not known stays as it is written.
 *  Source: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
export function expand(text: string, valueOf: (name: string) => string | undefined): string {
  return text.replaceAll(/\$(\$|\(([^)]*)\))/g, (written, first: string, name: string) =>
    first === "$" ? "$" : (valueOf(name) ?? written),
  );
}
