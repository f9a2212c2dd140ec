/** What the columns of a GC trace show. Every threshold stands here, with its reason. */
import type { Place } from '../statement.ts';
import type { GcCycles, GcReading } from './log-report.ts';

/** With fewer collections, start-up is all there is to see. */
const LEAST_CYCLES = 8;
/** Caches fill in the first minutes: before, what rises may be warming up as well as leaking. */
const LEAST_SECONDS = 600;
const LEAST_SURE_CYCLES = 32;
/** The first collections are those of start-up. */
const WARM_UP = 1 / 4;
const PARTS = 4;
/** Figures are rounded down to MiB, so that small heaps jump. */
const LEAST_GROWTH_BYTES = 4 * 2 ** 20;
const RISING = 1.5;
const STEADY = 1.25;
/**
 * With GOGC=100 the goal is twice what is live. Where it is hardly above, GOMEMLIMIT has pinned it (or GOGC is below 20),
 * and the next collection begins as soon as one has ended.
 */
const PINNED_GOAL = 1.2;
/** A quarter of the CPU is what Go's collector takes on purpose while it runs; more means that it runs all the time. */
const BUSY_PERCENT = 25;
/** Beyond half, Go lets the heap grow past the limit rather than collect more (the limiter of GOMEMLIMIT). */
const SATURATED_PERCENT = 45;
const FORCED_SHARE = 0.2;
const LEAST_FORCED = 3;
const MIB = 2 ** 20;

/** The readings of one run; at least one. */
export function gcReadings(cycles: GcCycles, at: Place): readonly GcReading[] {
  const own = indexesWhere(cycles.forced, (forced) => forced === 0);
  const readings = [...forcedReading(cycles, at)];
  if (own.length < LEAST_CYCLES) {
    const said = `${own.length} collections that nobody asked for`;
    readings.push({
      type: 'too short',
      confidence: 'possible',
      evidence: [{ text: said, at }],
      wouldConfirm: `a trace of at least ${LEAST_CYCLES} of them, better of some hours`,
    });
    return readings;
  }
  return [...readings, ...limitReading(cycles, own, at), ...trendReading(cycles, own, at)];
}

function forcedReading(cycles: GcCycles, at: Place): readonly GcReading[] {
  const forced = cycles.forced.reduce((sum, value) => sum + value, 0);
  if (forced < LEAST_FORCED || forced < cycles.length * FORCED_SHARE) return [];
  return [
    {
      type: 'forced',
      confidence: 'confirmed',
      evidence: [{ text: `${forced} of ${cycles.length} collections were asked for by the program`, at }],
      wouldConfirm: 'a search for runtime.GC and debug.FreeOSMemory in the code',
    },
  ];
}

function limitReading(cycles: GcCycles, own: readonly number[], at: Place): readonly GcReading[] {
  const late = own.slice(Math.floor(own.length / 2));
  const headroom = median(late.map((cycle) => cycles.goalBytes[cycle] / Math.max(MIB, cycles.liveBytes[cycle])));
  const percent = lateCpuPercent(cycles, late);
  const isPinned = headroom < PINNED_GOAL && median(late.map((cycle) => cycles.liveBytes[cycle])) >= LEAST_GROWTH_BYTES;
  const isBusy = percent >= BUSY_PERCENT;
  if (!isPinned) return [];
  const evidence = [{ text: `the goal is ${headroom.toFixed(2)} times what is live, where GOGC=100 makes it 2`, at }];
  if (isBusy) evidence.push({ text: `collections take ${Math.round(percent)}% of the CPU in the second half`, at });
  if (percent >= SATURATED_PERCENT) evidence.push({ text: 'which is what Go allows them at most', at });
  return [
    {
      type: 'limit thrash',
      confidence: isBusy ? 'likely' : 'possible',
      evidence,
      wouldConfirm: 'GOMEMLIMIT and GOGC of the process: a limit close to what is live, or a GOGC below 20',
    },
  ];
}

function trendReading(cycles: GcCycles, own: readonly number[], at: Place): readonly GcReading[] {
  const warm = own.slice(Math.floor(own.length * WARM_UP));
  const parts = Array.from({ length: PARTS }, (_, part) => {
    const from = Math.floor((warm.length * part) / PARTS);
    return warm.slice(from, Math.floor((warm.length * (part + 1)) / PARTS)).map((cycle) => cycles.liveBytes[cycle]);
  });
  const medians = parts.map(median);
  const [first, last] = [medians[0], medians[PARTS - 1]];
  const rises = medians.every((value, part) => part === 0 || value > medians[part - 1]);
  const figures = medians.map((value) => `${Math.round(value / MIB)}`).join(', ');
  const text = `live heap after collections, in MiB, a median for each quarter: ${figures}`;
  const seconds = cycles.seconds[warm[warm.length - 1]] - cycles.seconds[warm[0]];
  const isLong = own.length >= LEAST_SURE_CYCLES && seconds >= LEAST_SECONDS;
  if (rises && last >= first * RISING && last - first >= LEAST_GROWTH_BYTES) {
    const floors = parts.map((part) => Math.min(...part));
    const floorRises = floors.every((value, part) => part === 0 || value > floors[part - 1]);
    const evidence = [{ text, at }];
    if (floorRises) evidence.push({ text: 'the lowest figure of each quarter rises too', at });
    return [
      {
        type: 'live rises',
        confidence: isLong && floorRises ? 'likely' : 'possible',
        evidence,
        wouldConfirm:
          'two heap profiles some time apart, compared with leaks: start-up and a filling cache rise as well',
      },
    ];
  }
  if (last > first * STEADY && last - first >= LEAST_GROWTH_BYTES) return [];
  return [
    {
      type: 'steady',
      confidence: isLong ? 'likely' : 'possible',
      evidence: [{ text, at }],
      wouldConfirm: 'a trace of some hours',
    },
  ];
}

/** The share of the CPU in the given collections: Go prints it since the start of the program. */
function lateCpuPercent(cycles: GcCycles, late: readonly number[]): number {
  const [first, last] = [late[0], late[late.length - 1]];
  const seconds = cycles.seconds[last] - cycles.seconds[first];
  if (!(seconds > 0)) return Number.NaN;
  const spent = (cycle: number) => cycles.seconds[cycle] * cycles.cpuPercent[cycle];
  return (spent(last) - spent(first)) / seconds;
}

function indexesWhere(values: Float64Array, holds: (value: number) => boolean): readonly number[] {
  const indexes: number[] = [];
  for (const [index, value] of values.entries()) if (holds(value)) indexes.push(index);
  return indexes;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
