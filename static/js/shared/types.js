/** The shapes that the server's JSON has, as the pages read it (the same names as in the API's documentation). */

/** @typedef {'install'|'move'|'repair'} Kind */
/** @typedef {'accepted'|'assigned'|'taken'|'contacted'|'on_the_way'|'on_site'|'working'|'tested'|'completed'|'confirmed'|'on_hold'|'withdrawal_requested'|'withdrawal_verified'|'withdrawn'|'visit_failed'} Status */
/** @typedef {'accept'|'assign'|'unassign'|'decline'|'take'|'contact'|'attempt'|'set_off'|'arrive'|'start_work'|'test'|'complete'|'confirm'|'hold'|'resume'|'request_withdrawal'|'retract_withdrawal'|'verify_withdrawal'|'withdraw'|'fail_visit'|'reopen'|'ask'|'answer'|'dispute_pause'|'decide_dispute'|'approve_pause'|'confirm_urgent'|'settle_urgent'|'correct_tier'|'correct_address'|'merge'|'restore'|'declare_force_majeure'|'end_force_majeure'} Step */
/** @typedef {'track'|'risk'|'jeop'|'broken'|'paused'|'kept'} Risk */
/** @typedef {'customer'|'technician'|'dispatcher'|'lead'|'manager'|'admin'|'system'} Role */
/** @typedef {'zh-Hans'|'zh-Hant'|'en'} Language */

/**
 * One fact of the reasoning behind a promise's due time: a code, which is a text's name, and its values.
 * @typedef {{code: string} & Record<string, unknown>} Because
 */

/**
 * @typedef {object} PromiseView
 * @property {string} promise complete, contact, arrive, …
 * @property {number} occasion
 * @property {'running'|'paused'|'kept'|'broken'|'attempted'|'void'} state
 * @property {string} started_at
 * @property {string|null} due_at
 * @property {string|null} [met_at]
 * @property {string|null} [broken_at]
 * @property {string|null} [paused_since]
 * @property {Risk} risk
 * @property {number|null} [left_s]
 * @property {number} [rung]
 * @property {Because[]} [because]
 * @property {number|null} [owed_cents] on the customer's page: what a breach costs us
 */

/** @typedef {{at: string, channel: string, outcome: 'no_answer'|'busy'|'off'|'wrong_number'}} Attempt */
/** A part of a day in which a call is owed. @typedef {{part: 'morning'|'noon'|'evening', opens_at: string, closes_at: string, tried_at: string|null}} LadderSlot */
/** @typedef {{due_at: string, first_at: string|null, slots: LadderSlot[], owed: LadderSlot|null, exhausted_at: string|null}} ContactLadder */
/** What is to be expected of a visit by now: the median, and what nine times out of ten is not exceeded. @typedef {{arrive_p50_at?: string|null, arrive_p90_at?: string|null, end_p50_at?: string|null, end_p90_at?: string|null}} Likely */
/** @typedef {{order_id: string, technician_id: string} & Likely} ExpectedVisit a push */
/** @typedef {{arrive_at: string|null, start_at: string|null, end_at: string|null, travel_s: number|null, seq: number|null, depot_at?: string|null} & Likely} PlannedVisit */
/** @typedef {{on_the_way_at?: string|null, on_site_at?: string|null, working_at?: string|null, tested_at?: string|null, completed_at?: string|null}} ActualVisit */

/**
 * A work order as a card on the board and on the technician's phone.
 * @typedef {object} CardView
 * @property {string} id
 * @property {string} number
 * @property {number} version
 * @property {Kind} kind
 * @property {Status} status
 * @property {string} tier
 * @property {string|null} area_id
 * @property {string|null} area
 * @property {string|null} [incident_id] the open incident that it was put down to
 * @property {{name: string, phone: string, language?: Language}} customer
 * @property {string} address
 * @property {number|null} lat
 * @property {number|null} lon
 * @property {string|null} [from_address]
 * @property {number|null} contracted_mbps
 * @property {string|null} booked_date
 * @property {'am'|'pm'|'day'|null} booked_half
 * @property {string|null} agreed_at
 * @property {{from: string, to: string}|null} window
 * @property {string|null} technician_id
 * @property {number} duration_min
 * @property {string[]} skills
 * @property {number} priority
 * @property {string|null} note
 * @property {PlannedVisit|null} planned
 * @property {ActualVisit} [actual]
 * @property {PromiseView[]} promises
 * @property {Attempt[]} attempts
 * @property {ContactLadder|null} [ladder] in the technician's own list: the calls that are owed
 * @property {number} open_questions
 * @property {Step[]} next_steps
 * @property {string} accepted_at
 * @property {string} updated_at
 * @property {{role: Role, name?: string}|null} [changed_by]
 * @property {number|null} [download_mbps]
 */

/** @typedef {{lat: number, lon: number, at: string}} Position */
/** @typedef {{streets: {name: string, points: [number, number][], class: 'trunk'|'street'|'lane'}[], river?: [number, number][], parks?: [number, number][][]}} StreetMap */

/**
 * @typedef {object} TechnicianView
 * @property {string} id
 * @property {string} name
 * @property {string|null} [name_en]
 * @property {string} badge
 * @property {string|null} [phone]
 * @property {string|null} [team]
 * @property {string[]} [skills]
 * @property {string|null} [shift_start_at]
 * @property {string|null} [shift_end_at]
 * @property {string|null} [lunch_start_at]
 * @property {string|null} [lunch_end_at]
 * @property {Position|null} [position]
 * @property {boolean} [on_leave]
 * @property {AbsenceView[]} [absences] that touch the day
 * @property {{overtime_min: number, called_out: boolean, lent_to: string|null, from_district: string|null}} [duty] what differs from the roster that day
 * @property {Record<string, number>|null} [stock] parts in the own van; null: nobody counts them
 * @property {Record<string, number>} [load] with what it is full
 */

/** @typedef {{id: string, version: number, kind: 'sick'|'leave'|'training'|'other', from_at: string, until_at: string|null, note: string}} AbsenceView */

/**
 * The technician's day: `orders` in planned order, then `done`.
 * @typedef {object} DayView
 * @property {string} now
 * @property {TechnicianView} technician
 * @property {CardView[]} orders
 * @property {CardView[]} done
 * @property {string} [csrf]
 */

/** @typedef {{step: 'accepted'|'contacted'|'on_the_way'|'on_site'|'completed', at?: string|null, expected_at?: string|null}} TrackStep */
/** @typedef {{id: string, text: string, asked_at: string, answer?: string|null, answered_at?: string|null}} QuestionView */

/**
 * What a customer sees of the one order that the link is for.
 * @typedef {object} TrackingView
 * @property {{id: string, number: string, kind: Kind, status: Status, version: number, contracted_mbps: number|null, address: string, booked_date: string|null, booked_half: 'am'|'pm'|'day'|null, agreed_at: string|null, window: {from: string, to: string}|null, download_mbps?: number|null, held_reason?: string|null, held_until?: string|null}} order
 * @property {string} operator
 * @property {{name: string, language?: Language}} customer
 * @property {TrackStep[]} steps
 * @property {{name: string, name_en?: string|null, badge: string, phone?: string|null, position?: Position|null}|null} technician
 * @property {{from: string, to: string, at?: string|null}|null} eta
 * @property {number|null} [distance_m]
 * @property {{lat: number, lon: number}|null} home
 * @property {StreetMap|null} map
 * @property {PromiseView[]} promises
 * @property {{amount_cents: number, promise: string}[]} compensation
 * @property {QuestionView[]} questions
 * @property {Step[]} may
 * @property {string} now
 * @property {number} rate
 */

/**
 * A half-day or a time that the plan can keep. What is optional is for staff: who would come, when, what it costs us.
 * @typedef {object} Offer
 * @property {string} date
 * @property {'am'|'pm'|'day'|null} half
 * @property {string|null} agreed_at
 * @property {string} from_at
 * @property {boolean} recommended
 * @property {string[]} breaks
 * @property {string} [technician_id]
 * @property {string} [start_at]
 * @property {number} [extra_s]
 * @property {number} [late_s]
 * @property {number} [pressure_s]
 * @property {number} [cost_s]
 */
/** A slot that is kept for whoever is choosing. @typedef {{id: string, date: string, half: 'am'|'pm'|'day'|null, agreed_at: string|null, offered_at: string|null, expires_at: string}} HeldSlot */
/** Cheapest first. @typedef {{now: string, halves: Offer[], times: Offer[], hold: HeldSlot|null}} SlotsView */

/**
 * What the page's shell hands over in `<script type="application/json" id="boot">`.
 * @typedef {object} Boot
 * @property {{id: string, name: string, role: Role, district_id?: string|null, technician_id?: string|null, team?: string|null, language?: Language}|null} [user]
 * @property {string} [csrf]
 * @property {{now: string, rate: number}} clock
 * @property {Language} language
 * @property {Language[]} languages
 * @property {string} zone
 * @property {string} [operator]
 */

export {};
