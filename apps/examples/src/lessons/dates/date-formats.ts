/** A day of the calendar. */
interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const months = {
  es: 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};

const weekdays = {
  es: 'domingo lunes martes miércoles jueves viernes sábado'.split(' '),
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
};

const two = (n: number): string => String(n).padStart(2, '0');

/** How people write a day: in Spanish, in English, in numbers; the day is before the month, unless the month is a word. */
export const dateFormats: readonly ((day: Day) => string)[] = [
  ({ year, month, day }) => `${day}.${month}.${two(year % 100)}`,
  ({ year, month, day }) => `${two(day)}/${two(month)}/${year}`,
  ({ year, month, day }) => `${day}-${month}-${year}`,
  ({ year, month, day }) => `${year}${two(month)}${two(day)}`,
  ({ year, month, day }) => `${year}/${month}/${day}`,
  ({ year, month, day }) => `${day} de ${months.es[month - 1]} de ${year}`,
  ({ year, month, day, weekday }) => `${weekdays.es[weekday]}, ${day} de ${months.es[month - 1]} de ${year}`,
  ({ year, month, day }) => `${day} ${months.es[month - 1]!.slice(0, 3)} ${year}`,
  ({ year, month, day }) => `${day}-${months.es[month - 1]!.slice(0, 3).toUpperCase()}-${two(year % 100)}`,
  ({ year, month, day }) => `${months.en[month - 1]} ${day}, ${year}`,
  ({ year, month, day }) => `${months.en[month - 1]!.slice(0, 3)} ${day}, ${year}`,
  ({ year, month, day }) => `${day} ${months.en[month - 1]} ${year}`,
  ({ year, month, day, weekday }) => `${weekdays.en[weekday]}, ${months.en[month - 1]} ${day}, ${year}`,
];

const first = Date.UTC(1970, 0, 1);
const dayLength = 24 * 60 * 60 * 1000; // in milliseconds

/** Days from 1970 to 2069, so that two digits tell the year. */
export const dayCount = (Date.UTC(2070, 0, 1) - first) / dayLength;

/** Day `index` from 1970 on, as people write it in one of the formats, and as `YYYY-MM-DD`. */
export function datePair(index: number, format: number): readonly [written: string, iso: string] {
  const date = new Date(first + index * dayLength);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const written = dateFormats[format]!({ year, month, day, weekday: date.getUTCDay() });
  return [written, `${year}-${two(month)}-${two(day)}`];
}
