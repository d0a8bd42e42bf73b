import { backendText } from "../history/wiring.ts";
import type { Ingress, IngressBackend, Selecting } from "../resources.ts";
import { type Found, found } from "./found.ts";
import { nearest } from "./nearest.ts";
import { namespaceOf, type Objects } from "./objects.ts";
import { offers } from "./services.ts";

/** Ingresses that name what is not there. */
export const ingressFindings = (objects: Objects): Found[] =>
  objects
    .all("ingresses")
    .flatMap((ingress) => [
      ...backendsOf(ingress).flatMap((route) => backendFindings(objects, ingress, route)),
      ...classFindings(objects, ingress),
      ...tlsFindings(objects, ingress),
    ]);

interface Route {
  /** As the history of changes names it. */
  readonly field: string;
  readonly backend: IngressBackend;
}

function backendsOf({ spec = {} }: Ingress): Route[] {
  const rules = (spec.rules ?? []).flatMap(({ host = "*", http }) =>
    (http?.paths ?? []).map(({ path = "/", backend }) => ({ field: `rules.${host}${path}`, backend })),
  );
  return spec.defaultBackend ? [...rules, { field: "defaultBackend", backend: spec.defaultBackend }] : rules;
}

function backendFindings(objects: Objects, ingress: Ingress, { field, backend }: Route): Found[] {
  const { name, port = {} } = backend.service ?? {};
  if (name === undefined) return [];
  const namespace = namespaceOf(ingress);
  const service = objects.get("services", namespace, name);
  const ref = { kind: "Service", namespace, name };
  if (service) {
    if (service.spec?.type === "ExternalName" || offers(service, port)) return [];
    return [
      found("backend-port-missing", ingress, {
        touches: [ref],
        field,
        found: backendText(backend),
        wanted: portsOf(service),
      }),
    ];
  }
  if (!objects.knows("services")) return [];
  const near = nearest(name, namesIn(objects.in("services", namespace)));
  return [
    found("backend-service-missing", ingress, {
      touches: [ref, ...(near === undefined ? [] : [{ ...ref, name: near }])],
      field,
      found: backendText(backend),
      wanted: near ?? "",
    }),
  ];
}

const portsOf = ({ spec = {} }: Selecting): string =>
  (spec.ports ?? []).map(({ name, port }) => (name === undefined ? port : `${name} (${port})`)).join(", ");

const namesIn = (objects: readonly { readonly metadata: { readonly name: string } }[]): string[] =>
  objects.map(({ metadata }) => metadata.name);

function classFindings(objects: Objects, ingress: Ingress): Found[] {
  const name = ingress.spec?.ingressClassName;
  if (name === undefined || !objects.lacks("ingressClasses", "", name)) return [];
  const classes = namesIn(objects.all("ingressClasses"));
  return [
    found("ingress-class-missing", ingress, {
      touches: [{ kind: "IngressClass", namespace: "", name }, ...servicesOf(ingress)],
      field: "ingressClassName",
      found: name,
      wanted: nearest(name, classes) ?? (classes.length === 1 ? (classes[0] ?? "") : ""),
    }),
  ];
}

const tlsFindings = (objects: Objects, ingress: Ingress): Found[] =>
  (ingress.spec?.tls ?? []).flatMap(({ secretName: name }) => {
    const namespace = namespaceOf(ingress);
    if (name === undefined || !objects.lacks("secrets", namespace, name)) return [];
    return [
      found("tls-secret-missing", ingress, {
        touches: [{ kind: "Secret", namespace, name }, ...servicesOf(ingress)],
        field: `tls.${name}`,
        found: name,
      }),
    ];
  });

/** Whom it leads to. */
const servicesOf = (ingress: Ingress) =>
  backendsOf(ingress).flatMap(({ backend: { service } }) =>
    service ? [{ kind: "Service", namespace: namespaceOf(ingress), name: service.name }] : [],
  );
