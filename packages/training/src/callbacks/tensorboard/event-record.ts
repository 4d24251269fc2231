// internal: events of TensorBoard as protocol buffers (event.proto, summary.proto), framed as TFRecords
import { PbfWriter } from 'pbf';
import type { Histogram } from '../histogram.js';
import { maskedCrc32c } from './crc32c.js';

/** A number or a histogram under a tag. */
export type SummaryValue =
  | { readonly tag: string; readonly scalar: number }
  | { readonly tag: string; readonly histogram: Histogram };

/** One event: numbers at a step, the version of the format, or the start of a session. */
export interface EventRecord {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step?: number;
  readonly values?: readonly SummaryValue[];
  readonly fileVersion?: string;
  /** Invalidates what was written before for this step and later ones. */
  readonly isStart?: boolean;
}

const field = {
  event: { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 },
  summary: { value: 1 },
  value: { tag: 1, simpleValue: 2, histogram: 5 },
  histogram: { min: 1, max: 2, count: 3, sum: 4, sumOfSquares: 5, bucketLimit: 6, bucket: 7 },
  sessionLog: { status: 1 },
} as const;
const sessionStart = 1;

/** The event as a record of an event file. */
export function eventRecord(event: EventRecord): Uint8Array {
  const writer = new PbfWriter();
  writeEvent(event, writer);
  return frame(writer.finish());
}

/**
 *     length (8 bytes) · masked CRC of the length (4) · data · masked CRC of the data (4), all little-endian
 */
function frame(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(12 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return record;
}

function writeEvent(event: EventRecord, writer: PbfWriter): void {
  writer.writeDoubleField(field.event.wallTime, event.wallTime);
  if (event.step !== undefined) writer.writeVarintField(field.event.step, event.step);
  if (event.fileVersion !== undefined) writer.writeStringField(field.event.fileVersion, event.fileVersion);
  if (event.values) writer.writeMessage(field.event.summary, writeSummary, event.values);
  if (event.isStart) {
    writer.writeMessage(
      field.event.sessionLog,
      (_, session) => {
        session.writeVarintField(field.sessionLog.status, sessionStart);
      },
      undefined,
    );
  }
}

function writeSummary(values: readonly SummaryValue[], writer: PbfWriter): void {
  for (const value of values) writer.writeMessage(field.summary.value, writeValue, value);
}

function writeValue(value: SummaryValue, writer: PbfWriter): void {
  writer.writeStringField(field.value.tag, value.tag);
  if ('scalar' in value) writer.writeFloatField(field.value.simpleValue, value.scalar);
  else writer.writeMessage(field.value.histogram, writeHistogram, value.histogram);
}

function writeHistogram(histogram: Histogram, writer: PbfWriter): void {
  const { min, max, count, mean, std, edges, counts } = histogram;
  writer.writeDoubleField(field.histogram.min, min);
  writer.writeDoubleField(field.histogram.max, max);
  writer.writeDoubleField(field.histogram.count, count);
  writer.writeDoubleField(field.histogram.sum, mean * count);
  writer.writeDoubleField(field.histogram.sumOfSquares, (std * std + mean * mean) * count);
  writer.writePackedDouble(field.histogram.bucketLimit, edges.slice(1));
  writer.writePackedDouble(field.histogram.bucket, [...counts]);
}
