/*
 * The commit protocol of a run: trainers, generations, commits, and coordinators that take over from each other.
 * README.md beside this file says what is modelled, what is assumed, and what is checked. A handler of an actor is one
 * atomic step, as it is in the actor system; everything between handlers interleaves.
 */

#ifndef STEPS
#define STEPS 3         /* steps 0 .. STEPS - 1; at most 3 */
#endif
#ifndef FAULTS
#define FAULTS 2        /* crashes, lost messages, broken links and hasty time-outs together */
#endif
#define N 3             /* trainers */

#define NONE 15         /* as a step: none; as what is applied: there is no replica; as a tag: begin at the seed */
#define BIT(i) (1 << (i))
#define IN(set, i) (((set) >> (i)) & 1)
#define SOME(p) (p(0) || p(1) || p(2))
#define EVERY(p) (p(0) && p(1) && p(2))

mtype = { Ask, Start, Commit };                 /* coordinator to trainer */
mtype = { Ready, Refused, Reduced, Failed };    /* trainer to coordinator */
mtype = { Idle, Healing, Computing, Holding };  /* phases of a trainer; Holding: it has the sum, and no commit */
mtype = { Gathering, Leading };                 /* phases of a coordinator */

typedef Trainer {
    bool up;
    bool gone;              /* crashed for good */
    byte fence;             /* it obeys nothing that is numbered below */
    byte generation;        /* last one that it entered */
    byte members;
    byte first;             /* the step that this generation begins with */
    mtype phase;
    byte next;              /* steps below this one are applied */
    short history;          /* four bits a step: the generation whose sum was applied */
    byte held;              /* the step whose sum it holds and has not applied */
    byte heldTag;           /* the generation of that sum */
    byte sentGeneration;    /* its last part of a sum lies in the buffers of its peers, even if it dies */
    byte sentStep
};

/* What the coordinator at hand knows of a trainer. */
typedef Standing {
    bool known;
    byte next;
    byte tag;               /* the generation whose sum was applied last */
    byte held;
    byte heldTag
};

Trainer trainer[N];
Standing roster[N];
bool notice[N];             /* it died, and the coordinator does not know yet */
mtype phase = Gathering;
bool fresh = true;          /* the coordinator is new: it knows nothing but what it is told */
bool asked;
byte generation, members, step, reduced, failed, lost;
bool change;                /* somebody waits for the next generation */
byte numbers;               /* numbers that were given out, by all coordinators: none is ever used again */
bit line;                   /* the connections of the coordinator at hand; the other ones were those of its predecessor */
byte faults;
byte decided[3];            /* the generation whose sum of a step was committed; 0: none yet */
bool done;

/* Order is kept within a connection alone, and every coordinator has connections of its own. */
chan command0[N] = [3] of { mtype, byte, byte, byte, byte, byte };
chan command1[N] = [3] of { mtype, byte, byte, byte, byte, byte };
chan report[N] = [3] of { mtype, byte, byte, byte, byte, byte };

#define APPLIED(i, s) ((trainer[i].history >> (4 * (s))) & 15)
#define TAG(i) ((trainer[i].next == 0 || trainer[i].next == NONE) -> 0 : APPLIED(i, trainer[i].next - 1))

/* Whether trainer i has what was decided for step s. */
#define HOLDS(i, s) (trainer[i].up && ((trainer[i].next != NONE && trainer[i].next > (s) && APPLIED(i, s) == decided[s]) \
    || (trainer[i].held == (s) && trainer[i].heldTag == decided[s])))
#define SOMEONE_HOLDS(s) (HOLDS(0, s) || HOLDS(1, s) || HOLDS(2, s))

#define AGREE(i, j) (!(trainer[i].up && trainer[j].up && trainer[i].next != NONE && trainer[i].next == trainer[j].next) \
    || trainer[i].history == trainer[j].history)

/* The data plane: trainer i has got the parts of all members. */
#define GAVE(i, m) (!IN(trainer[i].members, m) \
    || (trainer[m].sentGeneration == trainer[i].generation && trainer[m].sentStep == trainer[i].next))
#define CAN_SUM(i) (trainer[i].up && trainer[i].phase == Computing && trainer[i].fence == trainer[i].generation \
    && GAVE(i, 0) && GAVE(i, 1) && GAVE(i, 2))

#define IS_SOURCE(i, m) (IN(trainer[i].members, m) && trainer[m].up && trainer[m].generation == trainer[i].generation \
    && trainer[m].phase != Healing && trainer[m].next == trainer[i].first)
#define CAN_HEAL(i) (trainer[i].up && trainer[i].phase == Healing && (IS_SOURCE(i, 0) || IS_SOURCE(i, 1) || IS_SOURCE(i, 2)))

/* Nothing moves any more: what is waited for will not come, and a time-out is right. */
#define STILL(i) (empty(command0[i]) && empty(command1[i]) && empty(report[i]) && !notice[i] && !CAN_SUM(i) && !CAN_HEAL(i))
#define ANSWERED(i) (!trainer[i].up || roster[i].known)
#define KNOWN(i) (roster[i].known)
#ifdef HASTY_SUCCESSOR
#define MAY_LAUNCH (phase == Gathering && SOME(KNOWN))
#else
#define MAY_LAUNCH (phase == Gathering && SOME(KNOWN) && (!fresh || EVERY(ANSWERED)))
#endif
#define ARRIVED(i) (!IN(members, i) || (trainer[i].up && trainer[i].next == STEPS && trainer[i].generation == generation))

/* ------------------------------------------------------------------ trainers */

/* A step is committed as the sum of one generation. No coordinator may decide otherwise while someone lives who has that. */
inline settle_on(s, tag) {
    assert(decided[s] == 0 || decided[s] == tag || !SOMEONE_HOLDS(s));
    decided[s] = tag
}

inline apply(i, s, tag) {
    assert(trainer[i].next == s);       /* nothing is applied twice, nothing is left out */
    trainer[i].history = trainer[i].history | ((tag) << (4 * (s)));
    trainer[i].next = (s) + 1;
    trainer[i].held = NONE;
    trainer[i].heldTag = 0;
    assert(AGREE(0, 1) && AGREE(0, 2) && AGREE(1, 2))
}

inline begin(i) {
    if
    :: trainer[i].next < STEPS ->
        trainer[i].phase = Computing;
        trainer[i].sentGeneration = trainer[i].generation;
        trainer[i].sentStep = trainer[i].next
    :: else -> trainer[i].phase = Idle
    fi
}

inline tell_standing(i, kind, number) {
    report[i]!kind(trainer[i].next, TAG(i), trainer[i].held, trainer[i].heldTag, number)
}

inline obey(i) {
    if
    :: what == Ask ->
#ifndef NO_FENCE
        if :: a > trainer[i].fence -> trainer[i].fence = a :: else fi;
#endif
        tell_standing(i, Ready, 0)
    :: what == Commit ->
        if
        :: trainer[i].phase == Holding && trainer[i].generation == a && a >= trainer[i].fence && trainer[i].held == b ->
            assert(decided[b] == a);
            apply(i, b, a);
            begin(i)
        :: else     /* stale */
        fi
    :: what == Start ->
        if
        :: a > trainer[i].fence -> enter(i)
        :: else     /* stale */
        fi
    fi;
    what = 0; a = 0; b = 0; c = 0; d = 0; e = 0
}

/* What it has applied is newer than what it is to begin with: that is not given up. */
#define IS_NEWER(i, step, tag) (trainer[i].next != NONE && trainer[i].next > 0 \
    && ((tag) == NONE || TAG(i) > (tag) || (TAG(i) == (tag) && trainer[i].next > (step))))

/* The rule of entry. a: number, b: first step, c: the sum that the step before it was committed with, d: members, e: who is healed. */
inline enter(i) {
    trainer[i].fence = a;
    trainer[i].generation = a;
    trainer[i].members = d;
    trainer[i].first = b;
    if
    :: IS_NEWER(i, b, c) -> refuse(i)
    :: !IS_NEWER(i, b, c) && c == NONE ->
        trainer[i].next = 0; trainer[i].history = 0; trainer[i].held = NONE; trainer[i].heldTag = 0;
        begin(i)
    :: !IS_NEWER(i, b, c) && c != NONE && IN(e, i) -> trainer[i].phase = Healing      /* it keeps what it has until it has better */
#ifdef ENTER_UNCHECKED
    :: c != NONE && !IN(e, i) ->
        trainer[i].next = b; trainer[i].held = NONE; trainer[i].heldTag = 0;
        begin(i)
#else
    :: c != NONE && !IN(e, i) && trainer[i].next == b && TAG(i) == c ->
        drop_held(i, b);
        begin(i)
    :: c != NONE && !IN(e, i) && trainer[i].next + 1 == b && trainer[i].held == b - 1 && trainer[i].heldTag == c ->
        settle_on(b - 1, c);
        apply(i, b - 1, c);
        begin(i)
    :: else -> refuse(i)
#endif
    fi
}

/* A sum that is dropped was not committed, or someone else has it. */
inline drop_held(i, s) {
    if
    :: trainer[i].held != NONE && decided[s] == trainer[i].heldTag ->
        trainer[i].held = NONE; trainer[i].heldTag = 0;
        assert(SOMEONE_HOLDS(s))
    :: else -> trainer[i].held = NONE; trainer[i].heldTag = 0
    fi
}

inline refuse(i) {
    trainer[i].phase = Idle;
    tell_standing(i, Refused, a)
}

inline heal_from(i, m) {
    trainer[i].next = trainer[m].next;
    trainer[i].history = trainer[m].history;
    trainer[i].held = NONE; trainer[i].heldTag = 0;
    assert(AGREE(0, 1) && AGREE(0, 2) && AGREE(1, 2));
    begin(i)
}

inline forget_everything(i) {
    trainer[i].fence = 0; trainer[i].generation = 0; trainer[i].members = 0; trainer[i].first = 0; trainer[i].phase = Idle;
    trainer[i].next = NONE; trainer[i].history = 0; trainer[i].held = NONE; trainer[i].heldTag = 0
}

inline drain(box) {
    do
    :: nempty(box) -> box?what(a, b, c, d, e)
    :: empty(box) -> break
    od;
    what = 0; a = 0; b = 0; c = 0; d = 0; e = 0
}

#define CAN_FAIL (faults < FAULTS && !done)

proctype RunTrainer(byte i) {
    mtype what; byte a, b, c, d, e;

    do
    :: done || trainer[i].gone -> break
    :: atomic { !trainer[i].up && !trainer[i].gone && !done -> trainer[i].up = true; tell_standing(i, Ready, 0) }
    :: atomic { trainer[i].up && nempty(command0[i]) -> command0[i]?what(a, b, c, d, e); obey(i) }
    :: atomic { trainer[i].up && nempty(command1[i]) -> command1[i]?what(a, b, c, d, e); obey(i) }
    :: atomic {
        CAN_SUM(i) ->
        trainer[i].phase = Holding; trainer[i].held = trainer[i].next; trainer[i].heldTag = trainer[i].generation;
        report[i]!Reduced(trainer[i].generation, trainer[i].held, 0, 0, 0)
    }
    :: atomic {
        CAN_HEAL(i) ->
        if
        :: IS_SOURCE(i, 0) -> heal_from(i, 0)
        :: !IS_SOURCE(i, 0) && IS_SOURCE(i, 1) -> heal_from(i, 1)
        :: else -> heal_from(i, 2)
        fi
    }

    /* Faults. */
    :: atomic {
        trainer[i].up && CAN_FAIL ->        /* it crashes; it may come back, with nothing */
        faults++;
        trainer[i].up = false;
        forget_everything(i);
        notice[i] = true;
        drain(command0[i]); drain(command1[i]); drain(report[i]);
        if
        :: true
        :: !(trainer[0].gone || trainer[1].gone || trainer[2].gone) -> trainer[i].gone = true
        fi
    }
    :: atomic { nempty(command0[i]) && CAN_FAIL -> faults++; command0[i]?what(a, b, c, d, e); what = 0; a = 0; b = 0; c = 0; d = 0; e = 0 }
    :: atomic { nempty(command1[i]) && CAN_FAIL -> faults++; command1[i]?what(a, b, c, d, e); what = 0; a = 0; b = 0; c = 0; d = 0; e = 0 }
    :: atomic {
        trainer[i].up && (trainer[i].phase == Computing || trainer[i].phase == Healing) && CAN_FAIL ->  /* a link breaks */
        faults++;
        trainer[i].phase = Idle;
        report[i]!Failed(trainer[i].generation, trainer[i].first, 0, 0, 0)
    }
    od
}

/* ------------------------------------------------------------------ coordinators */

inline send(i, kind, v, w, x, y, z) {
    if
    :: trainer[i].up && !notice[i] && line == 0 -> command0[i]!kind(v, w, x, y, z)
    :: trainer[i].up && !notice[i] && line == 1 -> command1[i]!kind(v, w, x, y, z)
    :: else     /* to one that is dead */
    fi
}

inline ask(i) {
    if :: !roster[i].known -> send(i, Ask, generation, 0, 0, 0, 0) :: else fi
}

/* The coordinator at hand is replaced by one that knows nothing. */
inline take_over() {
    phase = Gathering; fresh = true; asked = false;
    members = 0; step = 0; reduced = 0; failed = 0; lost = 0; change = false;
    roster[0].known = false; roster[0].next = 0; roster[0].tag = 0; roster[0].held = 0; roster[0].heldTag = 0;
    roster[1].known = false; roster[1].next = 0; roster[1].tag = 0; roster[1].held = 0; roster[1].heldTag = 0;
    roster[2].known = false; roster[2].next = 0; roster[2].tag = 0; roster[2].held = 0; roster[2].heldTag = 0;
    notice[0] = false; notice[1] = false; notice[2] = false;
    numbers++;
    generation = numbers;
    line = 1 - line;
    drain(report[0]); drain(report[1]); drain(report[2]);
    if
    :: line == 0 -> drain(command0[0]); drain(command0[1]); drain(command0[2])
    :: else -> drain(command1[0]); drain(command1[1]); drain(command1[2])
    fi
}

/* The newest state: that of the newest generation, of these the furthest. What a held sum makes possible counts as there. */
#ifdef FORGET_HELD
#define REACH_TAG(i) (roster[i].tag)
#define REACH_STEP(i) (roster[i].next)
#else
#define REACH_TAG(i) ((roster[i].held != NONE && roster[i].held == roster[i].next) -> roster[i].heldTag : roster[i].tag)
#define REACH_STEP(i) ((roster[i].held != NONE && roster[i].held == roster[i].next) -> roster[i].next + 1 : roster[i].next)
#endif
#define HAS_STATE(i) (roster[i].known && roster[i].next != NONE)

inline consider(i) {
    if
    :: HAS_STATE(i) && (a == NONE || REACH_TAG(i) > b || (REACH_TAG(i) == b && REACH_STEP(i) > a)) -> a = REACH_STEP(i); b = REACH_TAG(i)
    :: else
    fi
}

inline sort_in(i) {
    if
    :: roster[i].known ->
        c = c | BIT(i);
        if
        :: b != NONE && !(HAS_STATE(i) && REACH_STEP(i) == a && REACH_TAG(i) == b) -> d = d | BIT(i)
        :: else
        fi
    :: else
    fi
}

/* a: first step, b: tag, c: members, d: who is healed. */
inline launch() {
    a = NONE; b = 0; c = 0; d = 0;
    consider(0); consider(1); consider(2);
    if
    :: a == NONE -> a = 0; b = NONE      /* no living trainer has a state: the seed stands for the last checkpoint */
    :: else
    fi;
    sort_in(0); sort_in(1); sort_in(2);
    numbers++;
    assert(numbers < NONE);
    generation = numbers; members = c; step = a; reduced = 0; failed = 0; lost = 0; change = false;
    phase = Leading; fresh = false; asked = true;
    start_member(0); start_member(1); start_member(2)
}

inline start_member(i) {
    if :: IN(c, i) -> send(i, Start, generation, a, b, c, d) :: else fi
}

inline regroup() {
    phase = Gathering;
    members = 0; reduced = 0; failed = 0; lost = 0; change = false
}

/* Every member that lives has what is committed: one of them is enough to go on. */
#define HAS_IT(i) (!IN(members & ~lost, i) || !trainer[i].up || notice[i] || HOLDS(i, step))

inline commit_member(i) {
    if
    :: IN(members & ~lost, i) ->
        send(i, Commit, generation, step, 0, 0, 0);
        roster[i].next = step + 1; roster[i].tag = generation; roster[i].held = NONE; roster[i].heldTag = 0
    :: else
    fi
}

/* The rule of a step. */
inline decide() {
    if
    :: (members & ~lost) == 0 -> regroup()
#ifdef COMMIT_EARLY
    :: reduced != 0 ->
#else
    :: (members & ~lost) != 0 && (members & ~lost & ~reduced) == 0 ->
#endif
        settle_on(step, generation);
        assert(HAS_IT(0) && HAS_IT(1) && HAS_IT(2));
        commit_member(0); commit_member(1); commit_member(2);
        step++;
        if
        :: lost != 0 || change -> regroup()
        :: else -> reduced = 0; failed = 0
        fi
    :: else ->
        if
        :: (failed | lost) != 0 -> regroup()
        :: else     /* wait */
        fi
    fi
}

inline hear(i) {
    if
    :: what == Ready ->
        if
        :: phase == Leading && IN(members, i) && !IN(lost, i)   /* an answer to a question that was answered before */
        :: else ->
            roster[i].known = true; roster[i].next = a; roster[i].tag = b; roster[i].held = c; roster[i].heldTag = d;
            if :: phase == Leading -> change = true :: else fi
        fi
    :: what == Refused ->
        if
        :: phase == Leading && e == generation ->
            roster[i].next = a; roster[i].tag = b; roster[i].held = c; roster[i].heldTag = d;
            regroup()
        :: else
        fi
    :: what == Reduced ->
        if
        :: phase == Leading && a == generation && b == step && IN(members, i) && !IN(lost, i) ->
            reduced = reduced | BIT(i); failed = failed & ~BIT(i);
            decide()
        :: else
        fi
    :: what == Failed ->
        if
        :: phase == Leading && a == generation && IN(members, i) && !IN(lost, i) ->
            failed = failed | BIT(i); reduced = reduced & ~BIT(i);
            decide()
        :: else
        fi
    fi;
    what = 0; a = 0; b = 0; c = 0; d = 0; e = 0
}

inline lose(i) {
    notice[i] = false;
    roster[i].known = false; roster[i].next = 0; roster[i].tag = 0; roster[i].held = 0; roster[i].heldTag = 0;
    if
    :: phase == Leading && IN(members, i) -> lost = lost | BIT(i); reduced = reduced & ~BIT(i); failed = failed & ~BIT(i); decide()
    :: else
    fi
}

#define HEAR(i) \
    :: atomic { !notice[i] && nempty(report[i]) && !done -> report[i]?what(a, b, c, d, e); hear(i) } \
    :: atomic { notice[i] && !done -> lose(i) } \
    :: atomic { nempty(report[i]) && CAN_FAIL -> faults++; report[i]?what(a, b, c, d, e); what = 0; a = 0; b = 0; c = 0; d = 0; e = 0 }

active proctype RunCoordinator() {
    mtype what; byte a, b, c, d, e;

    atomic {
        forget_everything(0); forget_everything(1); forget_everything(2);
        trainer[0].up = true; trainer[1].up = true; trainer[2].up = true;
        numbers = 1; generation = 1;
        run RunTrainer(0); run RunTrainer(1); run RunTrainer(2)
    }
    do
    :: done -> break
    HEAR(0)
    HEAR(1)
    HEAR(2)
    :: atomic { phase == Gathering && !asked && !done -> asked = true; ask(0); ask(1); ask(2) }
    :: atomic { MAY_LAUNCH && !done -> launch(); a = 0; b = 0; c = 0; d = 0 }
    :: atomic { phase == Leading && step == STEPS && EVERY(ARRIVED) && !done -> done = true }
    :: atomic {
        EVERY(STILL) && asked && !MAY_LAUNCH && !(phase == Leading && step == STEPS && EVERY(ARRIVED)) && !done ->
        if
        :: phase == Leading -> regroup()
        :: else -> asked = false
        fi
    }

    /* Faults. */
    :: atomic { phase == Leading && CAN_FAIL -> faults++; regroup() }       /* a time-out that comes too early */
    :: atomic { CAN_FAIL -> faults++; take_over() }
    od
}
