# What of the whole way runs under sanitizers, where a program takes several times as long. All unit tests and CLI tests run there
# (tests/unit, among them the stores on PostgreSQL, and tests/cli), and here: the whole suite of every contract against the right
# server, in memory and on SQLite, and replays over TLS; SIGKILL; load; every target that is broken. Of the faults, one or two of each file in reference_impl/faults, judged by the
# scenarios of their own requirement, and of the variants those that write replies in another way: the others change one decision
# of a rule and are no other code for a sanitizer to see, and release runs them all. What would be the same code twice is left out.
set(watched_e2e_test
    Suite.NothingOfAPassedRunIsSkippedOrWarned Suite.PassesOnADurableStoreAndAfterARestart
    TlsSuite.PassesWithAClientCertificate Kill.*
    All/Replays.FailTheSameRequirementAndPassAgainstTheRightServer/replay_applies_again)
set(watched_load_test
    Load.* LoadFeed.* LoadMovements.* All/LoadFault.IsFoundAndTold/duplicates_in_flight_applied_twice All/LoadFault.IsFoundAndTold/books_overflow
    All/LoadVariant.IsRight/applied_then_500_then_replay All/LoadVariant.IsRight/retry_required_while_twin_in_flight)
set(watched_targets_test
    Targets.* TlsTarget.* All/BrokenTargets.* All/FailingTargets.* All/RavingTargets.*)

set(watched_faults_test
    # wallet
    free_game_replay_counts_again stops_serving_after_malformed_request oversized_body_answered_500 ids_cut_at_64_characters
    idempotency_within_a_connection applied_but_answered_500 malformed_json_answered_500 amounts_through_a_double
    duplicates_in_flight_applied_twice debits_in_flight_overdraw rollbacks_in_flight_pay_twice replay_applies_again
    balance_as_text rollback_pays_twice second_debit_accepted signature_over_rewritten_json expired_player_token_accepted
    # feed
    any_grant_accepted feed_malformed_http_answered_500 cursors_as_offsets negative_ggr_refused good_records_stored
    first_error_alone
    # movements
    movements_ids_trimmed movements_payload_rewritten movements_half_applied movements_player_found_without_brand
    movements_stops_serving_after_malformed_request movements_copies_in_flight_recorded movements_updates_in_flight_lost
    movements_share_in_cents)
list(TRANSFORM watched_faults_test PREPEND "All/Fault.IsFoundAndNothingElse/")
foreach(variant retry_required_while_twin_in_flight applied_then_500_then_replay chunked_replies connection_closed_after_each_reply
        latency_60_ms)
  list(APPEND watched_faults_test All/Variant.IsConformant/${variant})
endforeach()
