"""What can go wrong while a role is made, and which test holds it.

Numbers as in the project's catalogue of faults; M = faults/test_matrix.py (every distinct call with every fault, over
HTTP; every preset and variant by `python -m faults.table`), K = faults/test_kill.py, I = faults/test_interruptions.py,
P = faults/test_pauses.py, O = faults/test_odd_answers.py, S = core/test_send.py, U = core/test_undo.py,
J = store/test_journals.py.

    1  role made, answer lost                        M "answer lost"; S test_work_whose_answer_was_lost...
    2  the same, answer truncated                    M "answer truncated", "connection cut"
    3  the same, a gateway's 502 page                M "502 page"
    4  the same, answer slower than the time-out     O test_an_answer_that_comes_after_the_time_out...; on the screen:
                                                     screens/test_slow_calls.py; aws/test_aws_session.py has a deaf
                                                     endpoint
    5  request never arrived                         M "never sent": carried out exactly once
    6  policy version made, answer lost              M "answer lost" (ec2-wordpress changed); S test_a_policy_version...
    7  role put into profile, answer lost            M "answer lost"
    8  association made, answer lost                 M "answer lost" (AssociateIamInstanceProfile and back)
    9  deleted, answer lost                          M "answer lost" of undos; S test_what_is_to_go_and_has_gone...
    10 throttled twice                               M "throttled twice"; core/test_patience.py
    11 throttled for ever                            core/test_patience.py: eight tries, 90 s at most
    12 ServiceFailure once                           M "500 ServiceFailure"
    13 ConcurrentModification once                   M "ConcurrentModification"; core/test_patience.py: read, compared
    14 EntityTemporarilyUnmodifiable                 core/test_patience.py
    15 own principal not visible yet, twice          M "not visible yet twice" (amp-irsa); S test_only_what_this_run...
    16 the person's mistaken principal               S test_only_what_this_run_made_is_waited_for
    17 role not visible yet                          M "not visible yet twice"; S test_our_own_role_that_cannot_be_read
    18 AROA... given as the ARN                      P test_an_arn_that_is_a_unique_id_for_a_while...
    19 profile name not valid yet                    M "not visible yet twice" (AssociateIamInstanceProfile); S
    20 API Gateway's account role                    M "not visible yet twice" (UpdateAccount); the old role comes back:
                                                     aws/test_aws_kinds.py
    21 bucket policy with an unknown principal       core/test_bucket_principals.py
    22 service-linked role "has been taken"          S test_a_service_linked_role_that_somebody_else_made...
    23 the same in moto's words                      S test_work_whose_answer_was_lost... (CreateServiceLinkedRole)
    24 deletion of one FAILED or IN_PROGRESS         S test_a_service_s_own_time..., test_a_service_that_keeps...
    25 AccessDenied in the middle                    M "AccessDenied": back; I test_a_denied_call_names_the_statement
    26 AccessDenied on the way back                  M "AccessDenied" of undos and rollbacks; I test_a_way_back...
    27 credentials expire                            M "ExpiredToken": stopped and resumed, asked and gone on; P at a
                                                     terminal; screens/test_pause.py
    28 credentials of another account                P test_credentials_of_another_account...; screens/test_pause.py;
                                                     test_run_recovery.py test_a_run_is_only_gone_on...
    29 no credentials, region, profile, IMDS hangs   aws/test_aws_session.py
    30 clock skew                                    aws/test_aws_mfa_and_clock.py: the offset is told, nothing retried
    31 no network at all                             aws/test_aws_isolation.py, aws/test_aws_session.py
    32 name taken, same trust                        screens/test_taken_names.py; aws/test_account_end_to_end.py
                                                     test_a_half_made_role...; made after the review: S
                                                     test_somebody_else_s_role...
    33 name taken, other trust                       aws/test_account_end_to_end.py test_another_trust_policy...
    34 name differs only in case                     finding name_case (core/test_surroundings.py);
                                                     screens/test_taken_names.py
    35 role changed after the review                 I test_a_role_that_changed...; core/test_deploy.py
    36 role deleted after the review                 the same two
    37 role made again before the undo               U test_a_role_that_was_made_again_is_left_alone
    38 policy attached before the undo               U test_a_role_somebody_built_on_stays_whole...
    39 instance already has a profile                finding association_replaced (core/test_findings.py); put back by
                                                     the undo: aws/test_aws_kinds.py
    40 profile holds another role                    finding profile_has_role; core/test_order.py test_the_one_place...;
                                                     core/test_apply_and_undo.py restores it
    41 five policy versions                          finding versions_full; U test_the_oldest_version...
    42 policy attached elsewhere at the undo         U test_a_policy_that_another_role_uses_stays...
    43 quota of attachments reached                  finding quota_reached (core/test_surroundings.py)
    44 trust names a deleted principal               O test_a_principal_that_iam_has_lost...; finding
                                                     principal_deleted (core/test_surroundings.py). moto never rewrites
                                                     principals, so the proxy does
    45 pages, empty ones too                         aws/test_aws_observe.py
    46 kill -9 at every moment of an apply           K test_an_apply_killed_at_any_moment...
    47 kill -9 at every moment of a rollback         K test_a_rollback_killed_at_any_moment...,
       or an undo                                    test_an_undo_killed_at_any_moment...
    48 SIGTERM, SIGHUP                               I test_a_run_that_is_told_to_end...; the terminal:
                                                     screens/test_signals.py
    49 Ctrl+C                                        I test_ctrl_c_stops_after_the_calls_in_flight...
    50 two wizards on one run                        I test_two_processes...; J locks: live, dead, another host
    51 journal cut, flipped, empty, foreign, 50 MB   J; U test_wherever_a_damaged_journal_ends...
    52 nowhere to write                              J test_a_folder_that_cannot_be_made...; I test_nothing_is_sent...;
                                                     test_run_recovery.py for practice. The folder lies under a
                                                     regular file: tests run as root, whom no mode stops
    53 disk full                                     J (file size limit, /dev/full); I test_a_disk_that_fills_up...
    54 mode of the journal, no secrets in it         J test_nobody_else_can_read...; K test_no_key_and_no_token...
    55 markup in values                              screens/ (the screens' own tests)
    56 escape sequences in values                    core/test_shown_text.py; cli/test_headless.py
    57 bidi, zero width, homoglyphs                  core/test_shown_text.py; core/test_value_types.py
    58 ten thousand characters pasted                core/test_value_errors.py
    59 invalid UTF-8, lone surrogates                core/test_value_types.py; core/test_preset_format.py
"""
