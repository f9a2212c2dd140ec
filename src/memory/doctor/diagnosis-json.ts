/** A diagnosis as JSON: what the text says, with all of its suspects, sizes in bytes and shares as fractions. */
import { SCHEMA } from '../../report/formats/json.ts';
import { type JsonValue, jsonString, jsonValue } from '../../report/formats/json-text.ts';
import type { MemoryParts } from '../accounting/parts.ts';
import type { Evidence, SourceFrame } from '../statement.ts';
import type { FailedAllocation } from './allocation.ts';
import type { CaseSuspect } from './case-suspects.ts';
import type { Diagnosis } from './diagnose.ts';
import type { Ended } from './ended.ts';
import type { Finding } from './finding.ts';

export function* diagnosisJson(diagnosis: Diagnosis): Generator<string> {
  const { read, unread, endings, collector, platform, allocation, memory, suspects, unknown, missing } = diagnosis;
  const members: readonly (readonly [name: string, value: JsonValue])[] = [
    ['read', read.map((file) => ({ ...file }))],
    ['unread', unread.map((file) => ({ ...file }))],
    ['ended', endings.map(findingValue)],
    ['collector', collector.map(findingValue)],
    ['platform', platform.map(({ evidence, ...finding }) => ({ ...finding, evidence: evidence.map(evidenceValue) }))],
    ['allocation', allocation && allocationValue(allocation)],
    ['memory', memory && memoryValue(memory)],
    ['suspects', suspects.map(suspectValue)],
    ['unknown', unknown],
    ['missing', missing],
  ];
  yield '{';
  yield `  "schema": ${jsonString(SCHEMA)},`;
  yield '  "report": "doctor",';
  const told = members.filter(([, value]) => value !== undefined);
  for (const [i, [name, value]] of told.entries()) {
    yield `  ${jsonString(name)}: ${jsonValue(value)}${i === told.length - 1 ? '' : ','}`;
  }
  yield '}';
}

function findingValue(finding: Finding | Ended): JsonValue {
  const { text, confidence, evidence, wouldConfirm, remedy } = finding;
  const ending = 'ended' in finding ? { ended: finding.ended, process: finding.process } : {};
  return { ...ending, text, confidence, evidence: evidence.map(evidenceValue), wouldConfirm, remedy };
}

function allocationValue(allocation: FailedAllocation): JsonValue {
  const { text, confidence, process, bytes, frame, evidence, next } = allocation;
  return {
    text,
    confidence,
    process,
    bytes,
    frame: frame && frameValue(frame),
    evidence: evidence.map(evidenceValue),
    next,
  };
}

function memoryValue({ parts, total, totalOf, managed, residentBytes, limitBytes }: MemoryParts): JsonValue {
  return { total, totalOf, managed, residentBytes, limitBytes, parts: parts.map((part) => ({ ...part })) };
}

function suspectValue({ frame, stack, evidence, ...suspect }: CaseSuspect): JsonValue {
  return {
    ...frameMembers(frame),
    stack: stack.map(frameValue),
    ...suspect,
    evidence: evidence.map(evidenceValue),
  };
}

const frameMembers = ({ function: name, file, line }: SourceFrame) => ({ function: name, file, line });
const frameValue = (frame: SourceFrame): JsonValue => frameMembers(frame);
const evidenceValue = ({ text, at }: Evidence): JsonValue => (at === undefined ? { text } : { text, at: { ...at } });
