package io.lokivector.gateway;

import io.lokivector.spi.limit.RateDecision;
import io.lokivector.spi.security.Principal;
import io.lokivector.spi.transport.Problem;
import java.util.Optional;

/** What authentication makes of a call. */
sealed interface Identity {
    /** The call is made for this principal. */
    record Known(Principal principal) implements Identity {}

    /**
     * It is not known for whom it is made.
     *
     * @param rate when the address has failed too often, when it may come again
     */
    record Unknown(Problem problem, Optional<RateDecision> rate) implements Identity {}
}
