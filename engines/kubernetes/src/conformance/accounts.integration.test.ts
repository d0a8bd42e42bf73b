import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { makePod, place, podOf, printed } from "./running.fixture.ts";

/* Who pods speak for. Source: Kubernetes' test/e2e/auth: service_accounts, subjectreviews. */

const at = "/api/v1/namespaces/default";
const mounted = "/var/run/secrets/kubernetes.io/serviceaccount";

let api: Api;
beforeAll(async () => {
  api = await openApi(1);
});
afterAll(() => api.stop());

test("a pod finds a token, the authority and its namespace", async () => {
  await makePod(api, "mounted", {
    script: `cat ${mounted}/namespace; head -1 ${mounted}/ca.crt; wc -c < ${mounted}/token`,
  });
  expect(await printed(api, "mounted")).toMatch(/^default-----BEGIN CERTIFICATE-----\n\d{3,}\n$/);
});

describe("a token is mounted unless", () => {
  const accounts = [
    ["undecided", undefined],
    ["willing", true],
    ["unwilling", false],
  ] as const;
  const facts = accounts.flatMap(([account, ofAccount]) =>
    [undefined, true, false].map((ofPod) => ({ account, ofPod, isMounted: ofPod ?? ofAccount ?? true })),
  );
  beforeAll(async () => {
    for (const [name, automountServiceAccountToken] of accounts)
      await api.create(`${at}/serviceaccounts`, { metadata: { name }, automountServiceAccountToken });
  });
  test.each(facts)("pod or account refuse: $account, $ofPod", async ({ account, ofPod, isMounted }) => {
    const made = podOf("x", { spec: { serviceAccountName: account, automountServiceAccountToken: ofPod } });
    const { body } = await api.create(`${place}?dryRun=All`, made);
    const mounts = (body.spec.containers[0].volumeMounts ?? []) as { mountPath: string }[];
    expect(mounts.some(({ mountPath }) => mountPath === mounted)).toBe(isMounted);
  });
});

test("a projected token is for whom it says", async () => {
  const token = { serviceAccountToken: { path: "token", audience: "vault", expirationSeconds: 600 } };
  await makePod(api, "projected", {
    script: "stat -L -c %a /v/token; cat /v/token",
    container: { volumeMounts: [{ name: "v", mountPath: "/v" }] },
    spec: { volumes: [{ name: "v", projected: { sources: [token] } }] },
  });
  const [mode, jwt = ""] = (await printed(api, "projected")).split("\n");
  expect(mode).toBe("644");
  expect(JSON.parse(Buffer.from(jwt.split(".")[1] ?? "", "base64url").toString()).aud).toEqual(["vault"]);
});

test("who issues tokens publishes the keys by which they are known", async () => {
  const { body: configuration, type } = await api.get("/.well-known/openid-configuration");
  expect(type).toBe("application/json");
  const { body: keys, type: typeOfKeys } = await api.get(new URL(configuration.jwks_uri).pathname);
  expect(typeOfKeys).toBe("application/jwk-set+json");
  const { body } = await api.create(`${at}/serviceaccounts/default/token`, { spec: { audiences: ["oidc"] } });
  const { payload } = await jwtVerify(body.status.token, createLocalJWKSet(keys), {
    issuer: configuration.issuer,
    audience: "oidc",
  });
  expect(payload.sub).toBe("system:serviceaccount:default:default");
  expect(configuration).toMatchObject({
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
  });
});

test("every namespace has the authority's certificate, and gets it back", async () => {
  await api.create("/api/v1/namespaces", { metadata: { name: "trusting" } });
  const map = "/api/v1/namespaces/trusting/configmaps/kube-root-ca.crt";
  const certificate = async () => (await api.get(map)).body.data?.["ca.crt"];
  await eventually(certificate).toContain("BEGIN CERTIFICATE");
  await api.remove(map);
  await eventually(certificate).toContain("BEGIN CERTIFICATE");
  await api.patch(map, "merge", { data: { "ca.crt": "" } });
  await eventually(certificate).toContain("BEGIN CERTIFICATE");
});

describe("a review", () => {
  test("says what an account may, as asking as that account does", async () => {
    const user = "system:serviceaccount:default:default";
    const asked = async (verb: string) => {
      const spec = {
        user,
        groups: ["system:authenticated"],
        resourceAttributes: { verb, resource: "configmaps", namespace: "default" },
      };
      const review = "/apis/authorization.k8s.io/v1";
      const whole = await api.create(`${review}/subjectaccessreviews`, { spec });
      const local = await api.create(`${review}/namespaces/default/localsubjectaccessreviews`, {
        metadata: { namespace: "default" },
        spec,
      });
      return [whole.body.status.allowed, local.body.status.allowed];
    };
    const done = async () => (await api.get(`${at}/configmaps`, { "impersonate-user": user })).status;
    expect([await asked("list"), await done()]).toEqual([[false, false], 403]);
    await api.create("/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", {
      metadata: { name: "reading" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [{ kind: "ServiceAccount", name: "default", namespace: "default" }],
    });
    expect([await asked("list"), await asked("delete"), await done()]).toEqual([
      [true, true],
      [false, false],
      200,
    ]);
  });
});
