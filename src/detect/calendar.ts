const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True for a month and day that some year has. */
export const isDay = (month: number, day: number): boolean =>
  Number.isInteger(day) && day >= 1 && day <= (DAYS[month - 1] ?? 0)

/** True for a date that exists in the Gregorian calendar. */
export const isDate = (year: number, month: number, day: number): boolean =>
  isDay(month, day) && (month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)))

/** The number that two digits at a place write. */
export const twoAt = (digits: string, at: number): number => Number(digits.slice(at, at + 2))
