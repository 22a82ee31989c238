import type { Detector, Spotted } from '../terms/finding.ts'
import { contextOf, evidence } from './context.ts'
import { phrases } from './fold.ts'
import { spot } from './spot.ts'

const PAIR =
  /(?<![\w.,-])(-?\d{1,2}\.\d{4,15})°?\s?([NS])?(?:\s?[,;/]\s?|\s)(-?\d{1,3}\.\d{4,15})°?\s?([EW])?(?![\w.])/g
/** One half of a pair under its own name, as in JSON. */
const HALF = /(?<![\w.-])-?\d{1,3}\.\d{4,15}(?![\w.])/g
const DEGREES =
  /(?<![\w.])\d{1,2}°\s?\d{1,2}['′’]\s?(?:\d{1,2}(?:\.\d{1,6})?["″”]\s?)?[NS][,;]?\s{0,2}\d{1,3}°\s?\d{1,2}['′’]\s?(?:\d{1,2}(?:\.\d{1,6})?["″”]\s?)?[EWO](?!\w)/g
const WORDS = phrases(
  'lat,lon,lng,long,latitude,longitude,lat lon,lat long,lat lng,gps,coordinates,coords,coordinate,geo,geolocation,location,position,geopoint,',
  'koordinaten,breitengrad,langengrad,breite,lange,standort,coordonnees,latitud,longitud,coordenadas,coordinate geografiche,latitudine,longitudine,coordinaten,wspolrzedne,szerokosc,dlugosc',
)
const HALVES = phrases('lat,lon,lng,latitude,longitude,breitengrad,langengrad,latitud,longitud,latitudine,longitudine')
const MAY_BE = /\d\.\d{4}|\d°/

/** Places by latitude and longitude (ISO 6709 in its everyday writings): four decimals are a house. Lists of floats are none. */
export const geoCoordinate: Detector = {
  id: 'geo-coordinate',
  types: ['GEO_COORDINATE'],
  mayHold: (text) => MAY_BE.test(text),
  detect: (text, segment) => {
    const found: Spotted[] = []
    const context = contextOf(text, segment)
    const paired = new Set<number>()
    for (const { index, 0: pair, 1: lat, 2: north, 3: lon, 4: east } of text.matchAll(PAIR)) {
      const end = index + pair.length
      if (Math.abs(Number(lat)) > 90 || Math.abs(Number(lon)) > 180 || isOfList(text, index, end)) continue
      paired.add(index).add(index + pair.lastIndexOf(lon ?? ''))
      const isMarked = north !== undefined && east !== undefined
      const says = evidence(context.around(index, end), WORDS)
      const scores = { label: 0.9, near: 0.75, none: isMarked ? 0.85 : 0.45, against: 0.35 }
      found.push(...spot('GEO_COORDINATE', scores[says], index, end))
    }
    for (const { index, 0: degrees } of text.matchAll(DEGREES))
      found.push(...spot('GEO_COORDINATE', 0.9, index, index + degrees.length))
    for (const { index, 0: half } of text.matchAll(HALF)) {
      const end = index + half.length
      if (Math.abs(Number(half)) > 180 || paired.has(index)) continue
      const says = evidence(context.around(index, end), HALVES)
      found.push(...spot('GEO_COORDINATE', says === 'label' ? 0.7 : 0, index, end))
    }
    return found
  },
}

/** True when another decimal stands directly before or after a pair: that is a vector. */
const isOfList = (text: string, start: number, end: number): boolean =>
  /\d\.\d+[\s,;]{1,2}$/.test(text.slice(Math.max(0, start - 24), start)) ||
  /^[\s,;]{1,2}-?\d+\.\d/.test(text.slice(end, end + 24))
