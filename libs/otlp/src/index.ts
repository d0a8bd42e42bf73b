export { type Encoding, failureAnswer, successAnswer } from "./answer.ts";
export { DataPointView, zigzag } from "./data-point.ts";
export {
  type Examination,
  examine,
  judgeLogRecord,
  judgePoint,
  judgeProfile,
  judgeSpan,
  type Rejection,
  rejectionMessages,
  type Window,
} from "./examine.ts";
export { encode, JsonError, jsonToProtobuf } from "./json.ts";
export { LogRecordView } from "./log-record.ts";
export { requests } from "./messages.ts";
export { metricKinds, MetricView } from "./metric.ts";
export { type PprofOrigin, pprofToProfiles } from "./pprof/pprof.ts";
export { ProfileDictionary } from "./profile-dictionary.ts";
export { ProfileView, SampleView } from "./profile.ts";
export { Ranges } from "./ranges.ts";
export { BYTES, doubleOf, FIXED32, FIXED64, MalformedError, Reader, tagOf, VARINT } from "./reader.ts";
export { httpPaths, type Signal, signals } from "./signal.ts";
export { SpanView } from "./span.ts";
export { type Visitor, walk } from "./walk.ts";
export { Writer } from "./writer.ts";
