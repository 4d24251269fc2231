// Several ranks in one process, for tests of what processes do together.
import { describeValue, GroupError } from '../errors.js';
import type { GroupReduction, ProcessGroup, ReducibleArray } from '../process-group.js';

type Values = ReducibleArray | Uint8Array;

/** One call that all ranks make. */
interface Meeting {
  readonly name: string;
  readonly values: (Values | undefined)[];
  readonly done: Promise<void>;
  readonly end: (error?: unknown) => void;
  arrived: number;
}

const combine: Readonly<Record<GroupReduction, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  max: Math.max,
  min: Math.min,
};

/** The ranks of a group that are functions of one program. */
export function localGroups(size: number): ProcessGroup[] {
  const meetings: Meeting[] = [];
  let failure: GroupError | undefined;
  const meet = (rank: number, number: number, name: string, values: Values | undefined): Meeting => {
    if (failure) throw failure;
    meetings[number] ??= newMeeting(name, size);
    const meeting = meetings[number];
    const other = meeting.values.find((found) => found !== undefined);
    if (meeting.name !== name || (other && values && other.length !== values.length)) {
      throw new Error(
        `rank ${rank} calls ${name} of ${values?.length} where others call ${meeting.name} of ${other?.length}`,
      );
    }
    meeting.values[rank] = values?.slice();
    if (++meeting.arrived === size) meeting.end();
    return meeting;
  };
  return Array.from({ length: size }, (_, rank): ProcessGroup => {
    let calls = 0;
    const call = async (name: string, values?: Values): Promise<readonly Values[]> => {
      const meeting = meet(rank, calls++, name, values);
      await meeting.done;
      return meeting.values as Values[];
    };
    return {
      rank,
      size,
      async allReduce(values, reduction = 'sum') {
        const all = await call(reduction, values);
        const apply = combine[reduction];
        for (let i = 0; i < values.length; i++) values[i] = all.map((of) => of[i]!).reduce(apply);
        return values;
      },
      async broadcast(values, root = 0) {
        values.set((await call('broadcast', values))[root]!);
        return values;
      },
      async allGather(values) {
        return [...(await call('allGather', values))] as (typeof values)[];
      },
      async barrier() {
        await call('barrier');
      },
      sumNow() {
        throw new GroupError('localGroups', {
          expected: 'processes',
          received: 'one, that can not wait for itself',
        });
      },
      advance: () => {},
      fail(reason) {
        failure ??= new GroupError('localGroups', {
          expected: 'every rank to go on',
          received: `a failure of rank ${rank}: ${describeValue(reason)}`,
        });
        for (const meeting of meetings) meeting.end(failure);
      },
      close: async () => {},
    };
  });
}

function newMeeting(name: string, size: number): Meeting {
  let end: Meeting['end'] = () => {};
  const done = new Promise<void>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve() : reject(error));
  });
  done.catch(() => {}); // told to those who wait
  return { name, values: new Array(size), done, end, arrived: 0 };
}
