/** The version in package.json, for what is written by commands. */
export const VERSION = '0.1.0'
