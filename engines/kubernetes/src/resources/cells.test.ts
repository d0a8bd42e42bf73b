import { describe, expect, test } from "vitest";
import { header, known, row, secondsAgo, specimen } from "./specimen.ts";

const condition = (type: string, status: string, more: object = {}) => ({
  conditions: [{ type, status, ...more }],
});

describe("kubectl get -o wide tells of a", () => {
  test.each<[string, string, object, object, unknown[]]>([
    ["v1 Namespace", "Name | Status | Age", { status: { phase: "Active" } }, {}, ["web", "Active", "2m"]],
    [
      "v1 Node",
      "Name | Status | Roles | Age | Version | (Internal-IP) | (External-IP) | (OS-Image) | (Kernel-Version) | (Container-Runtime)",
      {
        spec: { unschedulable: true },
        status: {
          ...condition("Ready", "True"),
          addresses: [{ type: "InternalIP", address: "10.0.0.1" }],
          nodeInfo: { kubeletVersion: "v1.36.3", kernelVersion: "6.8", architecture: "arm64" },
        },
      },
      { labels: { "node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/control-plane": "" } },
      [
        "web",
        "Ready,SchedulingDisabled",
        "control-plane,worker",
        "2m",
        "v1.36.3",
        "10.0.0.1",
        "<none>",
        "<unknown>",
        "6.8 (arm64)",
        "<unknown>",
      ],
    ],
    [
      "v1 ResourceQuota",
      "Name | Request | Limit | Age",
      { status: { hard: { pods: "10", "requests.cpu": "1", "limits.cpu": "2" }, used: { pods: "3" } } },
      {},
      ["web", "pods: 3/10, requests.cpu: 0/1", "limits.cpu: 0/2", "2m"],
    ],
    ["v1 LimitRange", "Name | Created At", {}, {}, ["web", secondsAgo(120)]],
    ["v1 ServiceAccount", "Name | Age", {}, {}, ["web", "2m"]],
    [
      "v1 PersistentVolumeClaim",
      "Name | Status | Volume | Capacity | Access Modes | StorageClass | VolumeAttributesClass | Age | (VolumeMode)",
      {
        spec: { volumeName: "pv1", storageClassName: "fast", volumeMode: "Filesystem" },
        status: {
          phase: "Bound",
          capacity: { storage: "1024Mi" },
          accessModes: ["ReadWriteMany", "ReadWriteOnce"],
        },
      },
      {},
      ["web", "Bound", "pv1", "1Gi", "RWO,RWX", "fast", "<unset>", "2m", "Filesystem"],
    ],
    [
      "v1 PersistentVolume",
      "Name | Capacity | Access Modes | Reclaim Policy | Status | Claim | StorageClass | VolumeAttributesClass | Reason | Age | (VolumeMode)",
      {
        spec: {
          capacity: { storage: "5Gi" },
          accessModes: ["ReadWriteOncePod"],
          persistentVolumeReclaimPolicy: "Retain",
          claimRef: { namespace: "a", name: "b" },
        },
        status: { phase: "Bound" },
      },
      {},
      ["web", "5Gi", "RWOP", "Retain", "Bound", "a/b", "", "<unset>", "", "2m", "<unset>"],
    ],
    [
      "v1 Event",
      "Last Seen | Type | Reason | Object | (Subobject) | (Source) | Message | (First Seen) | (Count) | (Name)",
      {
        involvedObject: { kind: "Pod", name: "a" },
        type: "Warning",
        reason: "BackOff",
        message: " again\n",
        source: { component: "kubelet", host: "n1" },
        firstTimestamp: secondsAgo(300),
        lastTimestamp: secondsAgo(10),
        count: 7,
      },
      {},
      ["10s", "Warning", "BackOff", "pod/a", "", "kubelet, n1", "again", "5m", 7, "web"],
    ],
    [
      "events.k8s.io/v1 Event",
      "Last Seen | Type | Reason | Object | (Subobject) | (Source) | Message | (First Seen) | (Count) | (Name)",
      {
        regarding: { kind: "Node" },
        note: "hi",
        reportingController: "c",
        eventTime: secondsAgo(60),
        series: { count: 3, lastObservedTime: secondsAgo(5) },
      },
      {},
      ["5s", "", "", "node", "", "c", "hi", "60s", 3, "web"],
    ],
    [
      "autoscaling/v2 HorizontalPodAutoscaler",
      "Name | Reference | Targets | MinPods | MaxPods | Replicas | Age",
      {
        spec: {
          scaleTargetRef: { kind: "Deployment", name: "web" },
          minReplicas: 1,
          maxReplicas: 5,
          metrics: [
            { type: "Resource", resource: { name: "cpu", target: { averageUtilization: 80 } } },
            { type: "External", external: { target: { averageValue: "20" } } },
            { type: "Pods", pods: { target: { averageValue: "1" } } },
          ],
        },
        status: {
          currentReplicas: 2,
          currentMetrics: [
            { type: "Resource", resource: { name: "cpu", current: { averageUtilization: 30 } } },
          ],
        },
      },
      {},
      ["web", "Deployment/web", "cpu: 30%/80%, <unknown>/20 (avg) + 1 more...", "1", 5, 2, "2m"],
    ],
    [
      "policy/v1 PodDisruptionBudget",
      "Name | Min Available | Max Unavailable | Allowed Disruptions | Age",
      { spec: { minAvailable: "50%" }, status: { disruptionsAllowed: 1 } },
      {},
      ["web", "50%", "N/A", 1, "2m"],
    ],
    [
      "networking.k8s.io/v1 Ingress",
      "Name | Class | Hosts | Address | Ports | Age",
      {
        spec: { ingressClassName: "nginx", rules: ["a", "b", "c", "d"].map((host) => ({ host })), tls: [{}] },
        status: { loadBalancer: { ingress: [{ ip: "1.1.1.1" }] } },
      },
      {},
      ["web", "nginx", "a,b,c + 1 more...", "1.1.1.1", "80, 443", "2m"],
    ],
    [
      "networking.k8s.io/v1 IngressClass",
      "Name | Controller | Parameters | Age",
      { spec: { controller: "k8s.io/nginx", parameters: { apiGroup: "g", kind: "K", name: "n" } } },
      { annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } },
      ["web (default)", "k8s.io/nginx", "K.g/n", "2m"],
    ],
    ["networking.k8s.io/v1 NetworkPolicy", "Name | Pod-Selector | Age", {}, {}, ["web", "<none>", "2m"]],
    [
      "discovery.k8s.io/v1 EndpointSlice",
      "Name | AddressType | Ports | Endpoints | Age",
      {
        addressType: "IPv4",
        ports: [{ port: 80 }, { name: "x" }, {}],
        endpoints: [{ addresses: ["1", "2"] }, { addresses: ["3", "4"] }],
      },
      {},
      ["web", "IPv4", "80,x,*", "1,2,3 + 1 more...", "2m"],
    ],
    [
      "coordination.k8s.io/v1 Lease",
      "Name | Holder | Age",
      { spec: { holderIdentity: "n1" } },
      {},
      ["web", "n1", "2m"],
    ],
    ["rbac.authorization.k8s.io/v1 ClusterRole", "Name | Created At", {}, {}, ["web", secondsAgo(120)]],
    [
      "rbac.authorization.k8s.io/v1 RoleBinding",
      "Name | Role | Age | (Users) | (Groups) | (ServiceAccounts)",
      {
        roleRef: { kind: "ClusterRole", name: "view" },
        subjects: [
          { kind: "User", name: "a" },
          { kind: "User", name: "b" },
          { kind: "ServiceAccount", namespace: "n", name: "s" },
        ],
      },
      {},
      ["web", "ClusterRole/view", "2m", "a, b", "", "n/s"],
    ],
    [
      "scheduling.k8s.io/v1 PriorityClass",
      "Name | Value | Global-Default | Age | PreemptionPolicy",
      { value: 5, preemptionPolicy: "Never" },
      {},
      ["web", 5, false, "2m", "Never"],
    ],
    [
      "storage.k8s.io/v1 StorageClass",
      "Name | Provisioner | ReclaimPolicy | VolumeBindingMode | AllowVolumeExpansion | Age",
      { provisioner: "disk" },
      { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      ["web (default)", "disk", "Delete", "Immediate", false, "2m"],
    ],
    [
      "apiregistration.k8s.io/v1 APIService",
      "Name | Service | Available | Age",
      {
        spec: { service: { namespace: "a", name: "b" } },
        status: condition("Available", "False", { reason: "Gone" }),
      },
      {},
      ["web", "a/b", "False (Gone)", "2m"],
    ],
  ])("%s", (name, names, fields, metadata, expected) => {
    const resource = known(name);
    expect(header(resource)).toBe(names);
    expect(row(resource, specimen(resource, fields, metadata), true)).toEqual(expected);
  });
});
