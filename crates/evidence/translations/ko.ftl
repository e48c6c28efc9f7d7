# 증거 문장(한국어). 여기에 없는 문장은 영어로 표시됩니다.

list-separator = { ", " }
list-last = { $items } 및 { $last }
list-more = { $items } 외 { $more }개

other-applicants = { $at_least ->
    [yes] 다른 지원자 { $others }명 이상
   *[no] 다른 지원자 { $others }명
}

# "…는" 다음에 오는 서술부
by-too-few-applicants = { $why ->
    [declared] 관계를 신고한 지원자만 사용했습니다
    [hub] { other-applicants }이 사용했으며, 너무 많아서 의미를 두지 않습니다
    [few] { other-applicants }만 사용했으며, 너무 적어서 판단에 반영하지 않습니다
   *[none] 다른 지원자가 사용하지 않았습니다
}

# "… 세션은" 다음에 오는 서술부
some-sessions = { $part ->
    [none] { $total ->
        [1] 없습니다
       *[other] { $total }개 중 하나도 없습니다
    }
    [all] { $total ->
        [1] 확인한 세션 1개입니다
       *[other] { $total }개 전부입니다
    }
   *[some] { $total }개 중 { $count }개입니다
}

# "… 메시지는" 다음에 오는 서술부
some-messages = { $part ->
    [none] { $total ->
        [1] 없습니다(확인한 메시지 1개)
       *[other] 지원자의 메시지 { $total }개 중 하나도 없습니다
    }
    [all] { $total ->
        [1] 확인한 메시지 1개입니다
       *[other] 지원자의 메시지 { $total }개 전부입니다
    }
   *[some] 지원자의 메시지 { $total }개 중 { $count }개입니다
}

the-email-addresses = { $addresses ->
    [1] { $domains } 이메일 주소
   *[other] { $domains } 이메일 주소 { $addresses }개
}

observer-noted = { $date ->
    [unknown] { $observer } 님의 기록
   *[other] { $date } { $observer } 님의 기록
}

no-observer-noted = 이름을 밝힌 관찰자가 있는 면접 { $interviews }회에 다음 기록이 없습니다

## 지급

payout_account_shared =
    .hit = 지급 계좌 { $values }: { other-applicants }도 사용했습니다.
    .miss = 지급 계좌 { $values }: { by-too-few-applicants }.

payout_name_mismatch =
    .hit = 지급 계좌 { $accounts }의 예금주 이름이 지원자 이름과 다릅니다.
    .miss = 지급 계좌 { $accounts }의 예금주 이름이 지원자 이름과 일치합니다.

payout_changed_frequently =
    .hit = 90일 안에 지급처가 { $destinations }곳 있었습니다.
    .hurried = 지급 계좌 { $accounts }: 출금 전 이틀 안에 추가되었습니다.{ $destinations ->
        [1] { "" }
       *[other] { " " }90일 안에 지급처가 { $destinations }곳 있었습니다.
    }
    .miss = { $destinations ->
        [1] 90일 안에 지급처가 바뀐 적이 없고, 출금 직전에 추가된 지급처도 없습니다.
       *[other] 90일 안의 지급처는 { $destinations }곳 이하였고, 출금 직전에 추가된 지급처는 없습니다.
    }

payout_country_vs_claimed_country =
    .hit = 은행 계좌 또는 카드 { $accounts }의 개설 국가({ $held_in })가 지원자가 신고한 거주 국가({ $claimed })와 다릅니다.
    .miss = 은행 계좌 또는 카드 { $accounts }의 개설 국가({ $held_in })가 지원자가 신고한 거주지 또는 체류지와 일치합니다.

payout_crypto_insistence =
    .hit = 가상 화폐로 지급해 달라고 요구한 메시지는 { some-messages }. 인용: { $quotes }.
    .miss = 지원자의 메시지 { $total }개 중 가상 화폐 지급을 고집한 메시지는 없습니다.

payout_newly_created_multi_processor =
    .hit = 결제 서비스 계정 { $accounts }: 가입일({ $signed_up }) 전후 30일 안에 개설되었습니다.
    .miss = { $accounts_count ->
        [0] 가입일({ $signed_up }) 전후 30일 안에 개설된 결제 서비스 계정이 없습니다.
       *[other] 가입일({ $signed_up }) 전후 30일 안에 개설된 결제 서비스 계정은 { $accounts } 하나뿐입니다.
    }

account_lockout_story_needs_letter =
    .hit = 결제 계정의 잠금을 풀기 위한 서신을 요구한 메시지가 { $count }개 있습니다: { $quotes }.
    .miss = 지원자의 메시지 { $total }개 중 결제 계정의 잠금을 풀기 위한 서신을 요구한 메시지는 없습니다.

payout_rapid_pass_through =
    .hit = { $part ->
        [all] 출금 { $total }건 모두 수입이 생긴 지 하루 안에 잔액 전부를 인출했습니다.
       *[some] 출금 { $total }건 중 { $count }건이 수입이 생긴 지 하루 안에 잔액 전부를 인출했습니다.
    }
    .miss = { $part ->
        [none] 출금 { $total }건 중 수입이 생긴 지 하루 안에 잔액 전부를 인출한 경우는 없습니다.
       *[some] 출금 { $total }건 중 { $count }건만 수입이 생긴 지 하루 안에 잔액 전부를 인출했습니다.
    }

prepayment_demand_or_aggression =
    .hit = 작업 전에 대금을 요구한 메시지가 { $demands }개 있습니다: { $quotes }.
    .threats = 대금 문제로 고객을 위협한 메시지가 { $threats }개 있습니다: { $quotes }.
    .miss = { $demands ->
        [0] 작업 전에 대금을 요구하거나 위협한 메시지가 없습니다.
       *[other] 작업 전에 대금을 요구한 메시지는 { $demands }개뿐이고, 위협한 메시지는 없습니다.
    }

## 세션

verification_device_differs_from_use_device =
    .hit = { $checked_in }에 있는 기기에서 신원 확인을 통과했습니다. 이후 세션 { $sessions }개는 모두 다른 기기를 사용했고, 국가를 알 수 있는 세션의 접속 국가는 { $used_in }입니다.
    .nearby = 신원 확인 이후의 세션은 다른 기기를 사용했지만, 그중 일부는 신원 확인을 통과한 { $checked_in }에서 접속했습니다.
    .miss = 지원자는 신원 확인을 통과한 기기를 계속 사용하고 있습니다.

dormant_account_reactivated_new_fingerprint =
    .hit = { $idle_days }일 동안 세션이 없다가 { $returned }에 새 기기로 돌아왔고, 복귀 전후 한 달 안에 연락처 또는 지급 정보가 { $changes }건 바뀌었습니다.
    .returned = { $idle_days }일 동안 세션이 없다가 { $returned }에 { $device ->
        [new] 새 기기로 돌아왔지만, 연락처와 지급 정보는 그대로입니다.
       *[known] 이전에 쓰던 기기로 돌아왔습니다.
    }
    .miss = 두 세션 사이에 반년 이상 쉰 적이 없습니다.

ip_commercial_vpn_or_datacenter =
    .hit = VPN, Tor 또는 데이터 센터를 거친 세션은 { some-sessions }.
    .miss = VPN, Tor 또는 데이터 센터를 거친 세션은 { some-sessions }.

ip_residential_proxy =
    .hit = 주거용 프록시를 거친 세션은 { some-sessions }.
    .miss = 주거용 프록시를 거친 세션은 { some-sessions }.

remote_desktop_or_screen_share_in_use =
    .hit = 화면 공유나 원격 제어가 감지된 세션은 { some-sessions }.
    .miss = 화면 공유나 원격 제어가 감지된 세션은 { some-sessions }.

vm_or_emulator_client =
    .hit = 가상 머신, 에뮬레이터 또는 클라우드 폰에서 실행된 세션은 { some-sessions }.
    .miss = 가상 머신, 에뮬레이터 또는 클라우드 폰에서 실행된 세션은 { some-sessions }.

antidetect_multi_account_browser =
    .hit = 여러 신원을 쓰기 위한 브라우저를 사용한 세션은 { some-sessions }.
    .miss = 여러 신원을 쓰기 위한 브라우저를 사용한 세션은 { some-sessions }.

application_form_automation =
    .hit = 스크립트로 브라우저를 제어한 세션은 { some-sessions }.
    .miss = 스크립트로 브라우저를 제어한 세션은 { some-sessions }.

timezone_vs_ip_or_claim_mismatch =
    .hit = 기기 시계{ $zones_count ->
        [0] { "" }
       *[other] ({ $zones })
    }가 { $compared_with ->
        [claim] 신고한 거주지의 시간과
       *[address] IP 주소 국가의 시간과
    } 약 { $hours }시간 차이 나는 세션은 { some-sessions }.
    .miss = 기기 시계가 { $compared_with ->
        [claim] 신고한 거주지의 시간과
       *[address] IP 주소 국가의 시간과
    } 1시간 넘게 차이 나는 세션은 { some-sessions }.

activity_hours_vs_claimed_timezone =
    .hit = 활동 시간 { $total }시간 중 { $count }시간이 신고한 거주지의 밤 시간대(23:00~06:00)였습니다.
    .miss = 활동 시간 { $total }시간 중 신고한 거주지의 밤 시간대(23:00~06:00)에 해당하는 시간은 { $count }시간뿐입니다.

continuous_session_over_24h =
    .hit = { $started }에 시작한 세션이 { $hours }시간 동안 활동 상태였습니다.
    .miss = 가장 긴 세션({ $started } 시작)의 활동 시간은 { $hours ->
        [0] 1시간 미만입니다.
       *[other] { $hours }시간뿐입니다.
    }

implausible_cumulative_hours =
    .hit = { $known_sources ->
        [engagements] 현재 맡은 일이 모두 합쳐 주 { $tracked }시간입니다.
        [sessions] { $since }부터 일주일 동안 { $active }시간 활동했습니다.
       *[both] { $since }부터 일주일 동안 { $active }시간 활동했습니다. 현재 맡은 일은 모두 합쳐 주 { $tracked }시간입니다.
    }
    .miss = { $known_sources ->
        [engagements] 현재 맡은 일은 모두 합쳐 주 { $tracked }시간뿐입니다.
        [sessions] 가장 바쁜 주({ $since }부터)의 활동 시간은 { $active }시간뿐입니다.
       *[both] 가장 바쁜 주({ $since }부터)의 활동 시간은 { $active }시간뿐입니다. 현재 맡은 일은 모두 합쳐 주 { $tracked }시간입니다.
    }

input_latency_remote_operator =
    .hit = 지급한 기기의 키 입력 지연(중앙값)이 { $delay_ms }ms입니다. 직접 연결된 키보드는 110ms를 크게 밑돕니다.
    .miss = 가장 느린 지급 기기의 키 입력 지연(중앙값)은 { $delay_ms }ms로, 직접 연결된 키보드와 같은 수준입니다.

dedicated_pristine_device_per_account =
    .hit = 가입일({ $signed_up }) 전후 하루 안에 처음 확인된 기기를 사용한 세션은 { some-sessions }. 지원자의 기기를 사용하는 다른 지원자는 없습니다.
    .shared = 가입일({ $signed_up }) 전후 하루 안에 처음 확인된 기기를 사용한 세션은 { some-sessions }. 하지만 다른 지원자도 지원자의 기기를 사용합니다.
    .miss = 가입일({ $signed_up }) 전후 하루 안에 처음 확인된 기기를 사용한 세션은 { some-sessions }.

many_ips_one_account_short_window =
    .hit = { $since }부터 일주일 동안 서로 다른 네트워크 { $networks }개에서 로그인했습니다.
    .miss = 어느 일주일에도 로그인에 사용한 네트워크는 { $networks }개 이하입니다.

impossible_travel_logins =
    .hit = { $days_count ->
        [1] { $days }에 { $from }에서 활동한 지 두 시간 안에 { $to }에서 로그인했습니다.
       *[other] { $days_count }일({ $days }) 동안 다른 나라에서 활동한 지 두 시간 안에 먼 나라에서 로그인했습니다. 첫 번째는 { $from }에서 활동한 뒤 { $to }에서 로그인한 경우입니다.
    }
    .miss = 국가를 알 수 있는 세션 { $sessions }개 중 두 시간 안에 먼 나라의 세션이 이어진 경우는 없습니다.

concurrent_sessions_distinct_geos =
    .hit = { $days_count ->
        [1] { $days }에 { $from } 및 { $to }에서 동시에 활동했습니다.
       *[other] { $days_count }일({ $days }) 동안 멀리 떨어진 두 나라에서 동시에 활동했습니다. 첫 번째는 { $from } 및 { $to }입니다.
    }
    .miss = 국가를 알 수 있는 세션 { $sessions }개 중 먼 나라의 세션과 시간이 겹친 경우는 없습니다.

ip_vs_claimed_location_mismatch =
    .hit = 신고한 거주 국가({ $claimed })가 아닌 { $elsewhere }에서 접속한 세션은 { some-sessions }.
    .miss = { $part ->
        [none] 국가를 알 수 있는 세션 { $total }개 모두 신고한 거주지 또는 체류지와 일치합니다.
       *[some] 세션 { $total }개 중 { $count }개만 신고한 거주지나 체류지가 아닌 { $elsewhere }에서 접속했습니다.
    }

ip_in_comprehensively_sanctioned_netblock =
    .hit = 포괄적 제재 심사 대상 국가({ $countries })에서 직접 접속한 세션은 { some-sessions }.
    .miss = 포괄적 제재 심사 대상 국가에서 직접 접속한 세션은 { some-sessions }.

shared_device_across_accounts =
    .hit = 지원자의 기기를 { other-applicants }도 사용했습니다.
    .miss = 지원자의 기기: { by-too-few-applicants }.

persona_cross_login_in_one_session =
    .hit = 지원자의 브라우저 세션을 { other-applicants }도 사용했습니다.
    .miss = 지원자의 브라우저 세션: { by-too-few-applicants }.

shared_ip_across_accounts =
    .hit = 한 달 안에 IP 주소 { $addresses }: { other-applicants }도 사용했습니다.
    .miss = 한 달 안에 IP 주소 { $addresses }: { by-too-few-applicants }.

## 배송

home_address_is_not_residential =
    .hit = 배경 조사 결과, 신고한 자택 { $count }곳이 { $outcome ->
        [not_residential] 주거용이 아닙니다.
        [missing] 존재하지 않습니다.
       *[mixed] 주거용이 아니거나 존재하지 않습니다.
    }
    .miss = 배경 조사한 자택 { $total }곳 중 주거용이 아니거나 존재하지 않는 곳은 없습니다.

ship_address_shared_across_workers =
    .hit = 배송 주소 { $values }: { other-applicants }도 사용했습니다.
    .miss = 배송 주소 { $values }: { by-too-few-applicants }.

ship_address_differs_from_id =
    .hit = 배송 주소 { $addresses }: 신분증의 주소도 아니고 등록된 주소도 아닙니다.
    .miss = 배송 주소 { $addresses }: 신분증의 주소 또는 등록된 주소와 일치합니다.

ship_address_changed_last_minute =
    .hit = 배송 주소가 { $changes }번({ $days }) 바뀌었습니다. { $sent ->
        [all] 기기 발송 전 사흘 안에 또는 그 이후에 바뀐 것입니다.
        [none] 기기는 아직 발송되지 않았습니다.
       *[some] 일부는 발송 직전에 바뀌었고, 일부는 아직 발송되지 않은 기기입니다.
    }
    .miss = 배송 { $shipments }건 중 배송 주소가 막바지에 바뀐 경우는 없습니다.

## 채용 후 업무

unreachable_in_core_hours_repeatedly =
    .hit = 약속한 시간대의 통화 { $calls }건 중 { $missed }건을 받지 않았습니다.
    .miss = { $part ->
        [none] 약속한 시간대의 통화 { $calls }건을 모두 받았습니다.
       *[some] 약속한 시간대의 통화 { $calls }건 중 { $missed }건만 받지 않았습니다.
    }

asks_colleagues_for_personal_details =
    .hit = 다른 사람의 신원 정보를 요구한 메시지는 { some-messages }. 인용: { $quotes }.
    .miss = 다른 사람의 신원 정보를 요구한 메시지는 { some-messages }.

code_or_data_extortion_threat =
    .hit = 코드나 데이터를 유출, 판매 또는 삭제하겠다고 위협한 메시지는 { some-messages }. 인용: { $quotes }.
    .miss = 코드나 데이터를 유출, 판매 또는 삭제하겠다고 위협한 메시지는 { some-messages }.

second_rmm_tool_on_issued_device =
    .hit = 지급한 기기에 회사가 설치하지 않은 원격 제어 도구가 { $tools_count }개 있습니다: { $tools }.
    .miss = { $tools_count ->
        [0] 회사가 설치한 것 외에 지급한 기기에 원격 제어 도구가 없습니다.
       *[other] 지급한 기기에 있는 원격 제어 도구({ $tools })는 지원자의 직무에 필요한 종류의 도구입니다.
    }

ip_kvm_hardware_attached =
    .hit = 지급한 기기 { $total }대 중 { $count }대에 원격 제어가 가능한 IP-KVM 장치가 연결되어 있습니다.
    .miss = 지급한 기기 { $total }대 중 IP-KVM 장치가 연결된 기기는 없습니다.

device_geo_never_matches_login_geo =
    .hit = 지급한 기기는 { $device_in }에 있지만, 로그인 { $total }회는 모두 { $signed_in_from }에서 이루어졌습니다.
    .miss = 로그인 { $total }회 중 { $count }회가 지급한 기기가 있는 { $device_in }에서 이루어졌습니다.

bulk_repo_or_secret_access_early =
    .hit = 첫 주에 저장소 { $repositories }개를 복사하고 비밀 정보 { $secrets }개를 읽었습니다.
    .needed = 첫 주에 저장소 { $repositories }개를 복사하고 비밀 정보 { $secrets }개를 읽었지만, 직무에 필요한 일입니다.
    .miss = 첫 주에 저장소 { $repositories }개를 복사하고 비밀 정보 { $secrets }개를 읽었습니다.

## 연락처

phone_shared_across_accounts =
    .hit = 전화번호 { $values }: { other-applicants }도 사용했습니다.
    .miss = 전화번호 { $values }: { by-too-few-applicants }.

email_shared_across_identities =
    .hit = { the-email-addresses }: { other-applicants }도 사용했습니다.
    .miss = { the-email-addresses }: { by-too-few-applicants }.

contact_details_changed_repeatedly =
    .hit = { $since }부터 90일 안에 지원자의 이메일 주소 또는 전화번호가 { $changes }번 바뀌었습니다.
    .miss = { $changes ->
        [0] 지원자의 이메일 주소와 전화번호는 바뀌지 않았습니다.
       *[other] 90일 안에 지원자의 이메일 주소 또는 전화번호가 바뀐 횟수는 { $changes }번 이하입니다.
    }

email_disposable_or_alias_domain =
    .hit = { the-email-addresses }: 일회용 주소 제공업체의 주소입니다.
    .miss = { the-email-addresses }: 일회용 주소 제공업체의 주소가 아닙니다.

phone_voip_or_disposable =
    .hit = 전화번호 { $voip }: 인터넷 전화(VoIP)입니다.
    .listed = 전화번호 { $listed }: 일회용 번호 목록에 있습니다.
    .both = 전화번호 { $voip }: 인터넷 전화(VoIP)입니다. 전화번호 { $listed }: 일회용 번호 목록에 있습니다.
    .miss = 전화번호 { $numbers }: 인터넷 전화(VoIP)로 알려져 있지 않습니다.
    .unlisted = 전화번호 { $numbers }: 인터넷 전화(VoIP)로 알려져 있지 않고, 일회용 번호 목록에도 없습니다.

phone_region_vs_claimed_location =
    .hit = 전화번호 { $numbers }의 국가({ $regions })가 지원자가 신고한 거주 국가({ $claimed })와 다릅니다.
    .miss = 전화번호 { $numbers }의 국가({ $regions })가 지원자가 신고한 거주지 또는 체류지와 일치합니다.

email_job_keyword_local_part =
    .hit = { the-email-addresses }: @ 앞에 직무 관련 단어가 있습니다({ $words }).
    .miss = { the-email-addresses }: @ 앞에 직무 관련 단어가 없습니다.

email_new_or_no_footprint =
    .hit = { the-email-addresses }: { $first_seen }{ $addresses ->
        [1] 에
       *[other] { " " }이후에
    } 처음 확인되었으며, 프로필 제출 전 30일 이내입니다.
    .nowhere = { the-email-addresses }: 어느 조회 서비스에도 알려져 있지 않습니다.
    .mixed = { the-email-addresses }: { $first_seen } 이후에 처음 확인되었거나, 어느 조회 서비스에도 알려져 있지 않습니다.
    .miss = { the-email-addresses }: 새 주소가 아닙니다. 조회 서비스나 플랫폼에 이미 알려져 있었습니다.

email_template_family =
    .hit = 90일 안에 { $domain }의 지원자 주소와 마지막 숫자만 다른 이메일 주소를 다른 지원자 { $others }명이 사용했습니다.
    .miss = { $others ->
        [0] 90일 안에 마지막 숫자만 다른 이메일 주소를 사용한 다른 지원자는 없습니다.
       *[other] 90일 안에 마지막 숫자만 다른 이메일 주소를 사용한 다른 지원자는 { $others }명뿐입니다.
    }

email_name_mismatch =
    .hit = { the-email-addresses }: 주소에 있는 이름이 지원자 이름과 전혀 다릅니다.
    .miss = { the-email-addresses }: 주소에 있는 이름이 지원자 이름과 일치합니다.

## 신원 확인

id_document_reused_across_accounts =
    .hit = 신분증 { $values }: { other-applicants }도 사용했습니다.
    .miss = 신분증 { $values }: { by-too-few-applicants }.

verified_name_vs_profile_or_payout_mismatch =
    .hit = 확인한 신분증의 이름이 { $names ->
        [profile] 프로필의 이름과
        [payouts] 지급 계좌 { $accounts }의 예금주 이름과
       *[both] 프로필의 이름 및 지급 계좌 { $accounts }의 예금주 이름과
    } 전혀 다릅니다.
    .miss = 확인한 신분증의 이름이 { $names ->
        [profile] 프로필의 이름과
        [payouts] 지급 계좌 { $accounts }의 예금주 이름과
       *[both] 프로필의 이름 및 지급 계좌 { $accounts }의 예금주 이름과
    } 일치합니다.

id_document_tamper_signals =
    .hit = 신원 확인 { $checks }건에서 변조 흔적이 { $signs_count }개 발견되었습니다: { $signs }.
    .miss = 신원 확인 { $checks }건에서 변조 여부를 검사했지만 흔적이 없었습니다.

verification_avoidance_or_repeat_failure =
    .hit = 신원 확인 { $total }건 중 { $count }건을 통과하지 못했습니다.
    .miss = { $part ->
        [none] 신원 확인 { $total }건을 모두 통과했습니다.
       *[some] 신원 확인 { $total }건 중 { $count }건을 통과하지 못했습니다. 한 번은 판단에 반영하기에 너무 적습니다.
    }

id_image_background_or_template_shared =
    .hit = 지원자 신분증 사진의 배경 또는 템플릿이 { other-applicants }의 사진과 같습니다.
    .miss = 지원자 신분증 사진의 배경 또는 템플릿: { by-too-few-applicants }.

## 면접

selfie_face_matches_other_identity =
    .hit = { observer-noted }(셀카 속 인물이 다른 이름으로 확인된 사람임): “{ $note }”
    .miss = { no-observer-noted }: 셀카 속 인물이 다른 이름으로 확인된 사람임.

camera_refusal_or_repeated_failure =
    .hit = { observer-noted }(화상 통화를 거부했거나 반복해서 실패함): “{ $note }”
    .miss = { no-observer-noted }: 화상 통화를 거부했거나 반복해서 실패함.

live_video_manipulation_suspected =
    .hit = { observer-noted }(실시간 영상이 조작된 것으로 보임): “{ $note }”
    .miss = { no-observer-noted }: 실시간 영상이 조작된 것으로 보임.

different_person_between_stages =
    .hit = { observer-noted }(두 단계에서 서로 다른 사람이 나옴): “{ $note }”
    .miss = { no-observer-noted }: 두 단계에서 서로 다른 사람이 나옴.

scripted_or_fed_answers =
    .hit = { observer-noted }(답변을 읽거나 다른 사람에게서 받음): “{ $note }”
    .miss = { no-observer-noted }: 답변을 읽거나 다른 사람에게서 받음.

local_knowledge_failure =
    .hit = { observer-noted }(신고한 도시, 회사 또는 학교에 관한 평범한 질문에 답하지 못함): “{ $note }”
    .miss = { no-observer-noted }: 신고한 도시, 회사 또는 학교에 관한 평범한 질문에 답하지 못함.

shared_room_call_noise =
    .hit = { observer-noted }(같은 방에서 다른 사람들이 면접을 보고 있었음): “{ $note }”
    .miss = { no-observer-noted }: 같은 방에서 다른 사람들이 면접을 보고 있었음.

avoids_in_person_or_drug_test =
    .hit = { observer-noted }(대면 절차를 반복해서 미루거나 지나치게 걱정함): “{ $note }”
    .miss = { no-observer-noted }: 대면 절차를 반복해서 미루거나 지나치게 걱정함.

persona_meeting_collision =
    .hit = 지원자가 통화에 접속한 기기를 같은 15분 안에 { other-applicants }의 통화에서도 사용했습니다.
    .miss = 지원자가 통화에 접속한 기기(같은 15분 안): { by-too-few-applicants }.

writing_style_shift_same_account =
    .hit = 지원자의 메시지 { $messages }개에서 두 시간대의 문체가 다릅니다. 차이는 우연으로 설명되는 정도의 { $times }배입니다.
    .miss = 지원자의 메시지 { $messages }개에서 두 시간대의 문체가 뚜렷하게 다르지 않습니다. 차이는 우연으로 설명되는 정도의 { $times }배 이하입니다.
    .one_shift = 지원자의 메시지 { $messages }개가 두 시간대로 나뉘지 않아 문체를 비교할 수 없습니다.

## 국가

country-AD = 안도라
country-AE = 아랍에미리트
country-AF = 아프가니스탄
country-AG = 앤티가 바부다
country-AI = 앵귈라
country-AL = 알바니아
country-AM = 아르메니아
country-AO = 앙골라
country-AQ = 남극
country-AR = 아르헨티나
country-AS = 미국령 사모아
country-AT = 오스트리아
country-AU = 오스트레일리아
country-AW = 아루바
country-AX = 올란드 제도
country-AZ = 아제르바이잔
country-BA = 보스니아 헤르체고비나
country-BB = 바베이도스
country-BD = 방글라데시
country-BE = 벨기에
country-BF = 부르키나파소
country-BG = 불가리아
country-BH = 바레인
country-BI = 부룬디
country-BJ = 베냉
country-BL = 생바르텔레미
country-BM = 버뮤다
country-BN = 브루나이
country-BO = 볼리비아
country-BQ = 카리브 네덜란드
country-BR = 브라질
country-BS = 바하마
country-BT = 부탄
country-BV = 부베섬
country-BW = 보츠와나
country-BY = 벨라루스
country-BZ = 벨리즈
country-CA = 캐나다
country-CC = 코코스 제도
country-CD = 콩고 민주 공화국
country-CF = 중앙아프리카 공화국
country-CG = 콩고 공화국
country-CH = 스위스
country-CI = 코트디부아르
country-CK = 쿡 제도
country-CL = 칠레
country-CM = 카메룬
country-CN = 중국
country-CO = 콜롬비아
country-CR = 코스타리카
country-CU = 쿠바
country-CV = 카보베르데
country-CW = 퀴라소
country-CX = 크리스마스섬
country-CY = 키프로스
country-CZ = 체코
country-DE = 독일
country-DJ = 지부티
country-DK = 덴마크
country-DM = 도미니카 연방
country-DO = 도미니카 공화국
country-DZ = 알제리
country-EC = 에콰도르
country-EE = 에스토니아
country-EG = 이집트
country-EH = 서사하라
country-ER = 에리트레아
country-ES = 스페인
country-ET = 에티오피아
country-FI = 핀란드
country-FJ = 피지
country-FK = 포클랜드 제도
country-FM = 미크로네시아
country-FO = 페로 제도
country-FR = 프랑스
country-GA = 가봉
country-GB = 영국
country-GD = 그레나다
country-GE = 조지아
country-GF = 프랑스령 기아나
country-GG = 건지섬
country-GH = 가나
country-GI = 지브롤터
country-GL = 그린란드
country-GM = 감비아
country-GN = 기니
country-GP = 과들루프
country-GQ = 적도 기니
country-GR = 그리스
country-GS = 사우스조지아 사우스샌드위치 제도
country-GT = 과테말라
country-GU = 괌
country-GW = 기니비사우
country-GY = 가이아나
country-HK = 홍콩
country-HM = 허드 맥도널드 제도
country-HN = 온두라스
country-HR = 크로아티아
country-HT = 아이티
country-HU = 헝가리
country-ID = 인도네시아
country-IE = 아일랜드
country-IL = 이스라엘
country-IM = 맨섬
country-IN = 인도
country-IO = 영국령 인도양 지역
country-IQ = 이라크
country-IR = 이란
country-IS = 아이슬란드
country-IT = 이탈리아
country-JE = 저지섬
country-JM = 자메이카
country-JO = 요르단
country-JP = 일본
country-KE = 케냐
country-KG = 키르기스스탄
country-KH = 캄보디아
country-KI = 키리바시
country-KM = 코모로
country-KN = 세인트키츠 네비스
country-KP = 북한
country-KR = 대한민국
country-KW = 쿠웨이트
country-KY = 케이맨 제도
country-KZ = 카자흐스탄
country-LA = 라오스
country-LB = 레바논
country-LC = 세인트루시아
country-LI = 리히텐슈타인
country-LK = 스리랑카
country-LR = 라이베리아
country-LS = 레소토
country-LT = 리투아니아
country-LU = 룩셈부르크
country-LV = 라트비아
country-LY = 리비아
country-MA = 모로코
country-MC = 모나코
country-MD = 몰도바
country-ME = 몬테네그로
country-MF = 생마르탱
country-MG = 마다가스카르
country-MH = 마셜 제도
country-MK = 북마케도니아
country-ML = 말리
country-MM = 미얀마
country-MN = 몽골
country-MO = 마카오
country-MP = 북마리아나 제도
country-MQ = 마르티니크
country-MR = 모리타니
country-MS = 몬트세랫
country-MT = 몰타
country-MU = 모리셔스
country-MV = 몰디브
country-MW = 말라위
country-MX = 멕시코
country-MY = 말레이시아
country-MZ = 모잠비크
country-NA = 나미비아
country-NC = 누벨칼레도니
country-NE = 니제르
country-NF = 노퍽섬
country-NG = 나이지리아
country-NI = 니카라과
country-NL = 네덜란드
country-NO = 노르웨이
country-NP = 네팔
country-NR = 나우루
country-NU = 니우에
country-NZ = 뉴질랜드
country-OM = 오만
country-PA = 파나마
country-PE = 페루
country-PF = 프랑스령 폴리네시아
country-PG = 파푸아뉴기니
country-PH = 필리핀
country-PK = 파키스탄
country-PL = 폴란드
country-PM = 생피에르 미클롱
country-PN = 핏케언 제도
country-PR = 푸에르토리코
country-PS = 팔레스타인
country-PT = 포르투갈
country-PW = 팔라우
country-PY = 파라과이
country-QA = 카타르
country-RE = 레위니옹
country-RO = 루마니아
country-RS = 세르비아
country-RU = 러시아
country-RW = 르완다
country-SA = 사우디아라비아
country-SB = 솔로몬 제도
country-SC = 세이셸
country-SD = 수단
country-SE = 스웨덴
country-SG = 싱가포르
country-SH = 세인트헬레나
country-SI = 슬로베니아
country-SJ = 스발바르 얀마옌
country-SK = 슬로바키아
country-SL = 시에라리온
country-SM = 산마리노
country-SN = 세네갈
country-SO = 소말리아
country-SR = 수리남
country-SS = 남수단
country-ST = 상투메 프린시페
country-SV = 엘살바도르
country-SX = 신트마르턴
country-SY = 시리아
country-SZ = 에스와티니
country-TC = 터크스 케이커스 제도
country-TD = 차드
country-TF = 프랑스령 남방 지역
country-TG = 토고
country-TH = 태국
country-TJ = 타지키스탄
country-TK = 토켈라우
country-TL = 동티모르
country-TM = 투르크메니스탄
country-TN = 튀니지
country-TO = 통가
country-TR = 튀르키예
country-TT = 트리니다드 토바고
country-TV = 투발루
country-TW = 대만
country-TZ = 탄자니아
country-UA = 우크라이나
country-UG = 우간다
country-UM = 미국령 해외 제도
country-US = 미국
country-UY = 우루과이
country-UZ = 우즈베키스탄
country-VA = 바티칸 시국
country-VC = 세인트빈센트 그레나딘
country-VE = 베네수엘라
country-VG = 영국령 버진아일랜드
country-VI = 미국령 버진아일랜드
country-VN = 베트남
country-VU = 바누아투
country-WF = 왈리스 푸투나
country-WS = 사모아
country-XK = 코소보
country-YE = 예멘
country-YT = 마요트
country-ZA = 남아프리카 공화국
country-ZM = 잠비아
country-ZW = 짐바브웨
