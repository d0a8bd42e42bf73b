import type { KubeObject, ManagedFields } from "@naru/kubernetes";
import type { Bounds } from "@naru/kubernetes/autoscaling";

/* What this feature reads of the kinds that it knows; objects have more.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/ */

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly protocol?: string;
  }[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly envFrom?: readonly unknown[];
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
  readonly restartPolicy?: string;
  readonly [field: string]: unknown;
}

export interface PodSpec {
  readonly nodeName?: string;
  readonly priorityClassName?: string;
  readonly hostNetwork?: boolean;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly name: string; readonly [source: string]: unknown }[];
  readonly serviceAccountName?: string;
  readonly [field: string]: unknown;
}

export interface Ended {
  readonly reason?: string;
  readonly message?: string;
  readonly exitCode: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly image?: string;
  readonly imageID?: string;
  readonly containerID?: string;
  readonly state?: {
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly running?: { readonly startedAt?: string };
    readonly terminated?: Ended;
  };
  readonly lastState?: { readonly terminated?: Ended };
}

export interface Pod extends KubeObject {
  readonly spec: PodSpec;
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly podIP?: string;
    readonly hostIP?: string;
    readonly startTime?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

/** What a cache adds to an object: who wrote its specification or data last, and when. */
export interface Written {
  readonly written?: { readonly by: string; readonly at: string };
}

interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: PodSpec;
}

/** A Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob. */
export interface Controller extends KubeObject, Written {
  readonly spec: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly suspend?: boolean;
    readonly schedule?: string;
    readonly completions?: number;
    readonly parallelism?: number;
    readonly activeDeadlineSeconds?: number;
    readonly concurrencyPolicy?: string;
    readonly startingDeadlineSeconds?: number;
    readonly timeZone?: string;
    readonly strategy?: unknown;
    readonly updateStrategy?: { readonly type?: string };
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    /** A StatefulSet's: the Service that gives its pods their names. */
    readonly serviceName?: string;
    readonly volumeClaimTemplates?: readonly Pick<Claim, "metadata" | "spec">[];
    readonly template?: PodTemplate;
    readonly jobTemplate?: { readonly spec: { readonly template: PodTemplate } };
    readonly [field: string]: unknown;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly currentReplicas?: number;
    readonly updatedReplicas?: number;
    readonly currentNumberScheduled?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
    readonly numberAvailable?: number;
    readonly numberUnavailable?: number;
    readonly numberMisscheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly active?: number | readonly unknown[];
    readonly succeeded?: number;
    readonly failed?: number;
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly lastScheduleTime?: string;
    readonly lastSuccessfulTime?: string;
    readonly conditions?: readonly Condition[];
    readonly currentRevision?: string;
    readonly updateRevision?: string;
  };
}

export interface ControllerRevision extends KubeObject {
  readonly revision: number;
  readonly data?: { readonly spec?: { readonly template?: PodTemplate } };
}

export interface Node extends KubeObject, Written {
  readonly spec?: {
    readonly providerID?: string;
    readonly podCIDR?: string;
    readonly unschedulable?: boolean;
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
  readonly status?: {
    readonly capacity?: Readonly<Record<string, string>>;
    readonly allocatable?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly nodeInfo?: {
      readonly kubeletVersion?: string;
      readonly osImage?: string;
      readonly kernelVersion?: string;
      readonly containerRuntimeVersion?: string;
      readonly systemUUID?: string;
    };
  };
}

export interface Config extends KubeObject, Written {
  /** `Opaque`, `kubernetes.io/tls` …; secrets only. */
  readonly type?: string;
  /** When a TLS secret's certificate ends, RFC 3339. A certificate is no secret. */
  readonly certificateEnds?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly targetPort?: number | string;
}

export interface Selecting extends KubeObject, Written {
  readonly spec?: {
    readonly selector?: unknown;
    readonly scaleTargetRef?: { readonly apiVersion?: string; readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly behavior?: NonNullable<Bounds["behavior"]>;
    readonly minAvailable?: number | string;
    readonly maxUnavailable?: number | string;
    readonly type?: string;
    readonly clusterIP?: string;
    readonly externalName?: string;
    readonly loadBalancerIP?: string;
    readonly ports?: readonly ServicePort[];
    readonly metrics?: readonly MetricSource[];
  };
}

interface MetricAmounts {
  readonly value?: string;
  readonly averageValue?: string;
  readonly averageUtilization?: number;
}

interface MetricOf {
  readonly name?: string;
  readonly container?: string;
  readonly metric?: { readonly name: string };
  readonly target?: MetricAmounts;
  readonly current?: MetricAmounts;
}

/** What an autoscaler measures by, in the field that its type names. */
export interface MetricSource {
  readonly type: string;
  readonly resource?: MetricOf;
  readonly containerResource?: MetricOf;
  readonly pods?: MetricOf;
  readonly object?: MetricOf;
  readonly external?: MetricOf;
}

export interface Autoscaler extends Selecting {
  readonly status?: {
    readonly currentReplicas?: number;
    readonly desiredReplicas?: number;
    readonly currentMetrics?: readonly MetricSource[] | null;
    readonly conditions?: readonly Condition[];
  };
}

export interface Budget extends Selecting {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly disruptionsAllowed?: number;
    readonly expectedPods?: number;
  };
}

export interface IngressBackend {
  readonly service?: {
    readonly name: string;
    readonly port?: { readonly name?: string; readonly number?: number };
  };
}

export interface Ingress extends KubeObject, Written {
  readonly spec?: {
    readonly ingressClassName?: string;
    readonly defaultBackend?: IngressBackend;
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[];
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: {
        readonly paths?: readonly { readonly path?: string; readonly backend: IngressBackend }[];
      };
    }[];
  };
}

export interface StorageClass extends KubeObject {
  readonly volumeBindingMode?: string;
}

export interface Quota extends KubeObject, Written {
  readonly spec?: { readonly hard?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly hard?: Readonly<Record<string, string>>;
    readonly used?: Readonly<Record<string, string>>;
  };
}

export interface Claim extends KubeObject {
  readonly spec?: {
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
  };
  readonly status?: { readonly phase?: string };
}

export interface Namespace extends KubeObject {
  readonly status?: { readonly phase?: string };
}

export interface KubeEvent extends KubeObject {
  readonly involvedObject?: {
    readonly kind?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly uid?: string;
  };
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly source?: { readonly component?: string };
  readonly reportingComponent?: string;
}

/** Milliseconds since 1970; null when it is missing or no time. */
export function timeOf(text: string | null | undefined): number | null {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? null : time;
}

export const podSpecOf = ({ spec }: Controller): PodSpec | undefined =>
  spec.template?.spec ?? spec.jobTemplate?.spec.template.spec;

/** Who wrote what is wanted of an object last. Controllers that write status or annotations do not count. */
export function writerOf(managed: readonly ManagedFields[] | undefined): Written["written"] {
  const writers = (managed ?? []).filter(
    ({ subresource, fieldsV1 }) =>
      subresource !== "status" &&
      /"f:(spec|data|binaryData|stringData)"/.test(JSON.stringify(fieldsV1 ?? {})),
  );
  const last = writers.toSorted((a, b) => (a.time ?? "").localeCompare(b.time ?? "")).at(-1);
  return last && { by: last.manager ?? "", at: last.time ?? "" };
}
