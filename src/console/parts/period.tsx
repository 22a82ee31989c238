export type PeriodDays = { readonly since: string; readonly until: string }

type PeriodParts = { readonly days: PeriodDays; readonly onChange: (days: PeriodDays) => void }

/** From a day to a day, both included, both UTC; empty: from the beginning, to the end. */
export const Period = ({ days, onChange }: PeriodParts) => (
  <div class="period">
    <label>
      From
      <input
        type="date"
        value={days.since}
        max={days.until === '' ? undefined : days.until}
        onInput={(event) => onChange({ ...days, since: event.currentTarget.value })}
      />
    </label>
    <label>
      To
      <input
        type="date"
        value={days.until}
        min={days.since === '' ? undefined : days.since}
        onInput={(event) => onChange({ ...days, until: event.currentTarget.value })}
      />
    </label>
    <span class="hint">UTC days, both included; empty: all there are.</span>
  </div>
)

/** As the admin API is asked: what is empty is left out. */
export const periodOf = ({ since, until }: PeriodDays) => ({
  ...(since !== '' && { since }),
  ...(until !== '' && { until }),
})
