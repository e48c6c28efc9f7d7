# 증거 문장(한국어)

list-separator = { ", " }
list-last = { $items } 및 { $last }
list-more = { $items } 외 { $more }개

other-applicants = { $at_least ->
    [yes] 다른 지원자 { $others }명 이상
   *[no] 다른 지원자 { $others }명
}

# "…는" 다음에 오는 서술부
by-too-few-applicants = { $why ->
    [confirmed] 관계가 확인된 같은 에이전시나 가구의 지원자({ $relations })만 사용했습니다
    [declared] 관계를 신고한 지원자만 사용했습니다
    [hub] { other-applicants }이 사용했으며, 너무 많아서 의미를 두지 않습니다
    [few] { other-applicants }만 사용했으며, 너무 적어서 판단에 반영하지 않습니다
    [old] { other-applicants }이 사용했으나, 너무 오래되어 판단에 반영하지 않습니다
   *[none] 다른 지원자가 사용하지 않았습니다
}

# A sentence of its own, after the one about sharing that nothing explains
sharing =
    .explained = 확인된 에이전시나 가구({ $relations }) 안에서도 공유됩니다. 이는 설명되므로 판단에 반영하지 않습니다.

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

person-reported = { $role ->
    [client] 고객
    [recruiter] 채용 담당자
    [moderator] 운영 담당자
   *[identity_owner] 신원의 본인
}{ $named ->
    [yes] ({ $observer })
   *[no] { "" }
}의 신고{ $date ->
    [unknown] { "" }
   *[other] ({ $date })
}

observer-noted = { $date ->
    [unknown] { $observer } 님의 기록
   *[other] { $date } { $observer } 님의 기록
}

no-observer-noted = 이름을 밝힌 관찰자가 있는 면접 { $interviews }회에 다음 기록이 없습니다

# 뒤에 오는 조사는 "프로필"에 맞춥니다.
other-profiles = { $count ->
    [1] { $sites_count ->
        [0] 다른 사이트의 프로필
       *[other] { $sites } 프로필
    }
   *[other] 다른 사이트의 { $count }개 프로필{ $sites_count ->
        [0] { "" }
       *[other] ({ $sites })
    }
}

attributed-by = { $sign ->
    [host] 이 커밋들은 코드 호스팅 서비스가 계정에 연결했습니다.
    [noreply] 적어도 커밋 하나는 서비스가 계정에 부여한 회신 불가 주소만을 근거로 합니다.
    [email] 적어도 커밋 하나는 계정의 공개 이메일 주소만을 근거로 합니다.
    [login] 적어도 커밋 하나는 작성자 이름이나 주소가 계정의 로그인 이름과 같다는 점만을 근거로 합니다.
   *[name] 적어도 커밋 하나는 작성자 이름이 계정의 공개 이름과 같다는 점만을 근거로 합니다.
}

named-lists = { $lists } 목록

no-clearance = 이것만으로 지원자에게 문제가 없다고 볼 수는 없습니다.

## 지급

payout_account_shared =
    .hit = 지급 계좌 { $values }: { other-applicants }도 사용했습니다.
    .miss = 지급 계좌 { $values }: { by-too-few-applicants }.

payout_name_mismatch =
    .hit = 지급 계좌 { $accounts }의 예금주 이름이 지원자 이름과 다릅니다.
    .abroad = 지급 계좌 { $accounts }의 예금주 이름이 지원자 이름과 다르고, 계좌의 개설 국가({ $held_in })는 지원자가 거주한다고 신고한 곳이 아닙니다.
    .unrelated = 지급 계좌 { $accounts }의 예금주 이름이 지원자 이름과 다르고, 두 사람의 관계를 보여 주는 증빙이 없습니다.
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
    .once = 지급 계좌 { $accounts }: 출금 전 이틀 안에 추가되었지만, 판단에 반영하기에는 너무 드뭅니다.

payout_country_vs_claimed_country =
    .hit = 은행 계좌 또는 카드 { $accounts }의 개설 국가({ $held_in })가 지원자가 신고한 거주 국가({ $claimed })와 다릅니다.
    .miss = 은행 계좌 또는 카드 { $accounts }의 개설 국가({ $held_in })가 지원자가 신고한 거주지 또는 체류지와 일치합니다.

payout_crypto_insistence =
    .reported = { person-reported }(지원자가 가상 화폐 지급을 고집함): “{ $quote }”
    .context = 가상 화폐 지급을 언급한 메시지는 { some-messages }. 인용: { $quotes }.
    .hit = 가상 화폐로 지급해 달라고 요구한 메시지는 { some-messages }. 인용: { $quotes }.
    .miss = 지원자의 메시지 { $total }개 중 가상 화폐 지급을 고집한 메시지는 없습니다.

payout_newly_created_multi_processor =
    .hit = 결제 서비스 계정 { $accounts }: 가입일({ $signed_up }) 전후 30일 안에 개설되었습니다.
    .miss = { $accounts_count ->
        [0] 가입일({ $signed_up }) 전후 30일 안에 개설된 결제 서비스 계정이 없습니다.
       *[other] 가입일({ $signed_up }) 전후 30일 안에 개설된 결제 서비스 계정은 { $accounts } 하나뿐입니다.
    }

account_lockout_story_needs_letter =
    .reported = { person-reported }(지원자가 계정 잠금을 풀기 위한 서신을 요구함): “{ $quote }”
    .context = 계정 잠금을 풀기 위한 서신을 언급한 메시지는 { some-messages }. 인용: { $quotes }.
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
    .reported = { person-reported }(지원자가 작업 전에 대금을 요구하거나 대금 문제로 위협함): “{ $quote }”
    .context = 작업 전 지급을 언급한 메시지는 { some-messages }. 인용: { $quotes }.
    .threatening = 지급하지 않을 때의 보복을 언급한 메시지는 { some-messages }. 인용: { $quotes }.
    .hit = 작업 전에 대금을 요구한 메시지가 { $demands }개 있습니다: { $quotes }.
    .threats = 대금 문제로 고객을 위협한 메시지가 { $threats }개 있습니다: { $quotes }.
    .miss = { $demands ->
        [0] 작업 전에 대금을 요구하거나 위협한 메시지가 없습니다.
       *[other] 작업 전에 대금을 요구한 메시지는 { $demands }개뿐이고, 위협한 메시지는 없습니다.
    }

## 세션

verification_device_differs_from_use_device =
    .hit = { $checked_in }에 있는 기기에서 신원 확인을 통과했습니다. 이후 세션 { $sessions }개는 모두 다른 기기를 사용했고, 국가를 알 수 있는 세션의 접속 국가는 { $used_in }입니다.
    .far = { $checked_in }에 있는 기기에서 신원 확인을 통과했습니다. 이후 세션 { $sessions }개는 모두 다른 기기를 사용했고, 위치를 알 수 있는 세션은 { $km } km 이상 떨어진 곳에서 접속했습니다.
    .nearby = 신원 확인 이후의 세션은 다른 기기를 사용했지만, 그중 일부는 신원 확인을 통과한 { $checked_in }에서 접속했습니다.
    .explained = 신원 확인 이후의 세션은 다른 기기를 사용했고 { $checked_in } 대신 { $used_in }에서 접속했지만, 신고한 거주지와 체류로 설명됩니다.
    .miss = 지원자는 신원 확인을 통과한 기기를 계속 사용하고 있습니다.

dormant_account_reactivated_new_fingerprint =
    .hit = { $idle_days }일 동안 세션이 없다가 { $returned }에 새 기기로 돌아왔고, 복귀 전후 한 달 안에 연락처 또는 지급 정보가 { $changes }건 바뀌었습니다.
    .returned = { $idle_days }일 동안 세션이 없다가 { $returned }에 { $device ->
        [new] 새 기기로 돌아왔지만, 연락처와 지급 정보는 그대로입니다.
       *[known] 이전에 쓰던 기기로 돌아왔습니다.
    }
    .miss = 두 세션 사이에 반년 이상 쉰 적이 없습니다.

careers_api_access_pattern =
    .hit = 다른 외부 계정 { $accounts }개가 채용 사이트에 같은 순서로 { $calls }번 호출했습니다.
    .miss = { $accounts ->
        [0] 지원자와 같은 순서로 채용 사이트를 호출한 다른 외부 계정이 없습니다.
       *[other] 다른 외부 계정이 반복한 채용 사이트 호출 순서는 의미를 두기에 너무 짧습니다.
    }

ip_commercial_vpn_or_datacenter =
    .hit = VPN, Tor 또는 데이터 센터를 거친 세션은 { some-sessions }.
    .miss = VPN, Tor 또는 데이터 센터를 거친 세션은 { some-sessions }.

ip_residential_proxy =
    .hit = 주거용 프록시를 거친 세션은 { some-sessions }.
    .miss = 주거용 프록시를 거친 세션은 { some-sessions }.

remote_desktop_or_screen_share_in_use =
    .hit = 화면 공유나 원격 제어가 감지된 세션은 { some-sessions }. { $sign ->
        [browser] 여러 신원을 쓰기 위한 브라우저도 사용했습니다.
        [clock] 기기 시계도 신고한 거주지의 시간과 다릅니다.
        [address] IP 주소의 국가도 신고한 국가와 다릅니다.
       *[several] 기기 시계, IP 주소 또는 브라우저도 신고한 내용과 어긋납니다.
    }
    .alone = 화면 공유나 원격 제어가 감지된 세션은 { some-sessions }. 다만 기기 시계, IP 주소, 브라우저에는 어긋나는 점이 없습니다.
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
    .hit = 활동 시간 { $total }시간 중 { $count }시간이 신고한 거주지의 밤 시간대(23:00~06:00)였습니다. { $sign ->
        [clock] 기기 시계도 그곳의 시간과 다릅니다.
        [address] IP 주소도 다른 나라를 가리킵니다.
       *[both] 기기 시계와 IP 주소도 신고한 내용과 어긋납니다.
    }
    .alone = 활동 시간 { $total }시간 중 { $count }시간이 신고한 거주지의 밤 시간대(23:00~06:00)였습니다. 야간 근무나 먼 곳의 고객을 위한 일에서도 흔하며, 기기 시계와 IP 주소에는 어긋나는 점이 없습니다.
    .miss = 활동 시간 { $total }시간 중 신고한 거주지의 밤 시간대(23:00~06:00)에 해당하는 시간은 { $count }시간뿐입니다.

continuous_session_over_24h =
    .hit = { $started }부터 두 시간의 휴식도 없이 { $hours }시간 동안 활동했습니다.
    .miss = 두 시간의 휴식 없이 가장 오래 활동한 시간({ $started })은 { $hours ->
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
    .hit = { $since }부터 일주일 동안 서로 다른 인터넷 사업자 { $providers }곳을 통해 로그인했습니다.
    .miss = 어느 일주일에도 로그인에 사용한 인터넷 사업자는 { $providers }곳 이하입니다.

impossible_travel_logins =
    .hit = { $days_count ->
        [1] { $days }에 { $from }에서 활동하고 { $minutes }분 뒤 { $km } km 이상 떨어진 곳({ $to })에서 활동했습니다. 이동할 수 없는 시간입니다.
       *[other] { $days_count }일({ $days }) 동안 이동할 수 없는 짧은 시간에 두 곳에서 활동했습니다. 첫 번째는 { $from }에서 활동하고 { $minutes }분 뒤 { $km } km 이상 떨어진 곳({ $to })에서 활동한 경우입니다.
    }
    .miss = 위치를 알 수 있는 유선 회선 세션 { $sessions }개 사이에는 모두 이동할 시간이 충분했습니다.

concurrent_sessions_distinct_geos =
    .hit = { $days_count ->
        [1] { $days }에 { $from } 및 { $km } km 이상 떨어진 곳({ $to })에 동시에 세션이 있었습니다.
       *[other] { $days_count }일({ $days }) 동안 멀리 떨어진 두 곳에 동시에 세션이 있었습니다. 첫 번째는 { $from } 및 { $km } km 이상 떨어진 곳({ $to })입니다.
    }
    .miss = 위치를 알 수 있는 유선 회선 세션 { $sessions }개 중 먼 곳의 세션과 시간이 겹친 경우는 없습니다.

ip_vs_claimed_location_mismatch =
    .hit = 신고한 거주 국가({ $claimed })가 아닌 { $elsewhere }에서 접속한 세션은 { some-sessions }.
    .region = 신고한 거주지({ $claimed })에서 { $km } km 이상 떨어진 곳에서 접속한 세션은 { some-sessions }.
    .miss = { $part ->
        [none] 국가를 알 수 있는 세션 { $total }개 모두 신고한 거주지 또는 체류지와 일치합니다.
       *[some] 세션 { $total }개 중 { $count }개만 신고한 거주지나 체류지가 아닌 { $elsewhere }에서 접속했습니다.
    }

ip_in_comprehensively_sanctioned_netblock =
    .hit = 포괄적 제재 심사 대상 국가({ $countries })의 IP 주소에서 접속한 세션은 { some-sessions }. VPN, 프록시, 호스팅 주소로 확인되지 않았습니다.
    .miss = 포괄적 제재 심사 대상 국가의 IP 주소에서 접속한 세션은 { some-sessions }. VPN, 프록시, 호스팅 주소는 세지 않습니다.

shared_device_across_accounts =
    .hit = 지원자의 기기를 { other-applicants }도 사용했습니다.
    .miss = 지원자의 기기: { by-too-few-applicants }.

persona_cross_login_in_one_session =
    .hit = 지원자의 브라우저 세션을 { other-applicants }도 사용했습니다.
    .miss = 지원자의 브라우저 세션: { by-too-few-applicants }.

shared_ip_across_accounts =
    .hit = 같은 시기에 가정용 회선 { $addresses }: { other-applicants }도 사용했습니다.
    .miss = 같은 시기에 가정용 회선 { $addresses }: { by-too-few-applicants }.

accounts_on_one_cloud_machine =
    .hit = 같은 시기에 지원자의 클라우드 컴퓨터: { other-applicants }도 사용했습니다.
    .miss = 같은 시기에 지원자의 클라우드 컴퓨터: { by-too-few-applicants }.

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
    .reported = { person-reported }(지원자가 다른 사람의 신원 정보를 요구함): “{ $quote }”
    .context = 다른 사람의 신원 정보 사용을 언급한 메시지는 { some-messages }. 인용: { $quotes }.
    .hit = 다른 사람의 신원 정보를 요구한 메시지는 { some-messages }. 인용: { $quotes }.
    .miss = 다른 사람의 신원 정보를 요구한 메시지는 { some-messages }.

code_or_data_extortion_threat =
    .reported = { person-reported }(지원자가 코드나 데이터를 유출, 판매 또는 삭제하겠다고 위협함): “{ $quote }”
    .context = 코드나 데이터의 유출, 판매 또는 삭제를 언급한 메시지는 { some-messages }. 인용: { $quotes }.
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

credentials_beside_other_personas =
    .hit = 지원자의 이메일 주소 { $addresses }개가 도난당한 인증 정보 기록에 있습니다. 그 기기에서는 다른 사람 최대 { $personas }명의 계정도 사용되었습니다. 이런 주소는 대부분 피해자의 것이므로 평가에 반영되지 않습니다.
    .miss = 조회한 이메일 주소 { $addresses }개는 도난당한 인증 정보 기록에서 다른 사람의 계정과 함께 나타나지 않습니다.

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

same_person_registered_again =
    .hit = 이름과 신분증 또는 연락처가 { other-applicants }과 같습니다. 한 사람이 여러 계정을 가진 것으로 보입니다.
    .miss = 이 이름과 신분증 또는 연락처의 조합: { by-too-few-applicants }.

id_document_reused_across_accounts =
    .hit = 신분증 { $values }: { other-applicants }도 사용했습니다.
    .miss = 신분증 { $values }: { by-too-few-applicants }.

verified_name_vs_profile_or_payout_mismatch =
    .hit = 확인한 신분증의 이름이 { $names ->
        [profile] 프로필의 이름과
       *[other] 프로필의 이름 또는 지급 계좌의 예금주 이름과
    } 전혀 다릅니다.
    .miss = 확인한 신분증의 이름이 { $names ->
        [profile] 프로필의 이름과
       *[other] 프로필의 이름 또는 지급 계좌의 예금주 이름과
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
    .documents = 지원자가 이름에 공통점이 전혀 없는 신분증들을 제시했습니다.
    .passed_later = 지원자가 신원 확인 { $count }건을 통과하지 못했거나 중단했지만, 이후의 확인을 통과했습니다.

id_image_background_or_template_shared =
    .hit = 지원자 신분증 사진의 배경 또는 템플릿이 { other-applicants }의 사진과 같습니다.
    .miss = 지원자 신분증 사진의 배경 또는 템플릿: { by-too-few-applicants }.

id_submissions_one_production_line =
    .hit = 지원자의 신분증 사진은 { other-applicants }의 사진과 같은 묶음으로 촬영되었습니다. 발급 기관, 유효 기간, 카메라 기종, 촬영 시각, 시계 오차 중 셋 이상이 같습니다.
    .miss = 지원자의 신분증 사진과 발급 기관, 유효 기간, 카메라, 촬영 시각, 시계 오차가 같은 지원자: { by-too-few-applicants }.

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

camera_is_virtual_or_capture_card =
    .hit = 카메라 { $cameras }: 가상 카메라 또는 캡처 카드입니다. 지원자에게 다른 의심스러운 점도 있습니다.
    .miss = 카메라 { $labels }대의 이름은 알려진 가상 카메라나 캡처 카드의 이름이 아닙니다.

remote_control_during_assessment =
    .hit = 코딩 시험 { $tests }건 도중에 { $signs ->
        [remote] 원격 제어 세션이 활성화되어 있었습니다.
        [pointer] 두 번째 포인터가 움직였습니다.
       *[both] 원격 제어 세션이 활성화되어 있었고 두 번째 포인터가 움직였습니다.
    }
    .miss = 코딩 시험 { $tests }건 도중에 원격 제어가 발견되지 않았습니다.

writing_style_shift_same_account =
    .hit = 지원자의 메시지 { $messages }개에서 두 시간대의 문체가 다릅니다. 차이는 우연으로 설명되는 정도의 { $times }배입니다.
    .miss = 지원자의 메시지 { $messages }개에서 두 시간대의 문체가 뚜렷하게 다르지 않습니다. 차이는 우연으로 설명되는 정도의 { $times }배 이하입니다.
    .one_shift = 지원자의 메시지 { $messages }개가 두 시간대로 나뉘지 않아 문체를 비교할 수 없습니다.

## 이력서

photo_reused_across_accounts =
    .hit = { $photos ->
        [1] 프로필 사진을
       *[other] 프로필 사진 { $photos }장 중 하나 이상을
    } { other-applicants }도 사용했습니다.
    .miss = { $photos ->
        [1] 프로필 사진:
       *[other] 프로필 사진 { $photos }장:
    } { by-too-few-applicants }.

document_metadata_reuse =
    .hit = { $sent ->
        [file] 같은 이력서 파일을
        [copy] 같은 이력서 파일의 사본을
       *[both] 같은 이력서 파일 또는 그 사본을
    } { other-applicants }도 제출했습니다.
    .miss = 이력서 파일: { by-too-few-applicants }.

document_author_identity_mismatch =
    .hit = 이력서 파일의 작성자 이름이 지원자 이름과 다릅니다.
    .miss = 이력서 파일의 작성자 이름이 지원자 이름과 일치합니다.

resume_vs_profile_conflict =
    .country = 이력서의 거주 국가({ $on_resume })와 프로필의 거주 국가({ $claimed })가 다릅니다.
    .name = 이력서의 이름과 프로필의 이름이 다릅니다.
    .years = 지원자가 신고한 경력은 { $claimed }년이지만, 이력서의 기재는 { $first_job }부터입니다.
    .start = 이력서에는 { $on_resume } 경력이 { $start_on_resume }에 시작하지만, { $sites_count ->
        [0] 다른 사이트의 프로필에는
       *[other] { $sites } 프로필에는
    } { $elsewhere } 경력이 { $start_elsewhere }에 시작합니다.{ $more ->
        [0] { "" }
       *[other] { " " }다른 경력 { $more }건도 다릅니다.
    }
    .employer = { $from }부터 { $until }까지의 직장이 이력서에는 { $on_resume }, { $sites_count ->
        [0] 다른 사이트의 프로필에는
       *[other] { $sites } 프로필에는
    } { $elsewhere }입니다.{ $more ->
        [0] { "" }
       *[other] { " " }다른 경력 { $more }건도 다릅니다.
    }
    .miss = 국가, 이름, 경력 연수, 직장 중 { $compared ->
        [1] 한 가지만 이력서와 프로필에서 비교할 수 있었고,
        [4] 네 가지를 모두 이력서와 프로필에서 비교할 수 있었고,
       *[other] { $compared }가지를 이력서와 프로필에서 비교할 수 있었고,
    } 내용이 일치합니다.

professional_profile_new_or_thin =
    .hit = { other-profiles }은 { $why ->
        [new] 개설된 지 90일이 지나지 않았지만,
        [thin] 인맥이 10명 미만이고 활동이 없지만,
       *[mixed] 개설된 지 90일이 지나지 않았거나 인맥이 10명 미만이고 활동이 없지만,
    } 지원자가 신고한 경력은 { $years }년입니다.
    .junior = { other-profiles }은 { $why ->
        [new] 개설된 지 90일이 지나지 않았지만,
        [thin] 인맥이 10명 미만이고 활동이 없지만,
       *[mixed] 개설된 지 90일이 지나지 않았거나 인맥이 10명 미만이고 활동이 없지만,
    } 지원자가 신고한 경력이 짧으므로 자연스러운 일입니다.
    .miss = { other-profiles }은 새로 만들었거나 내용이 없는 프로필로 보이지 않습니다.

professional_profile_hijacked =
    .hit = { other-profiles }은 { $silent_since }부터 활동이 없다가 1년 이상 지난 뒤 { $replaced ->
        [name_photo] 이름과 사진이
        [name_field] 이름과 직무 분야가
        [photo_field] 사진과 직무 분야가
       *[all] 이름, 사진, 직무 분야가 모두
    } 바뀌었습니다.
    .miss = { other-profiles }은 { $silent_since }부터 1년 이상 활동이 없었고, 그 뒤 { $replaced ->
        [name] 이름만 바뀌었습니다.
        [photo] 사진만 바뀌었습니다.
        [field] 직무 분야만 바뀌었습니다.
       *[none] 이름, 사진, 직무 분야는 바뀌지 않았습니다.
    }

claimed_identity_inconsistent_across_platforms =
    .names = { other-profiles }의 이름이 지원자 이름과 다릅니다.
    .countries = { other-profiles }의 국가({ $countries })가 지원자가 신고한 거주 국가({ $claimed })와 다릅니다.
    .outdated = { other-profiles }의 국가({ $countries })가 지원자가 신고한 거주 국가({ $claimed })와 다릅니다. 프로필이 하나뿐이므로 예전 정보일 수 있습니다.
    .miss = { other-profiles }의 이름과 국가는 지원자의 정보와 어긋나지 않습니다.

professional_profile_dead_or_missing =
    .hit = { other-profiles }은 { $status ->
        [not_found] 찾을 수 없습니다.
        [removed] 해당 사이트가 삭제했습니다.
       *[mixed] 찾을 수 없거나 해당 사이트가 삭제했습니다.
    }
    .miss = { other-profiles }을 찾을 수 있었습니다.

sterile_digital_footprint =
    .hit = 지원자의 기록이 있는 구직 서비스는 { $job }개이지만, 다른 서비스에는 기록이 없습니다.
    .miss = { $job ->
        [0] 지원자의 기록이 있는 구직 서비스는 없고,
       *[other] 지원자의 기록이 있는 구직 서비스는 { $job }개이고,
    } { $other ->
        [0] 다른 서비스에도 기록이 없습니다.
       *[other] 기록이 있는 다른 서비스는 { $other }개입니다.
    }

claimed_location_changes =
    .hit = 1년 안에 서로 다른 거주지 { $homes }곳을 신고했습니다.{ $countries_count ->
        [0] { "" }
       *[other] { " " }국가: { $countries }.
    }{ $cities_count ->
        [0] { "" }
       *[other] { " " }도시: { $cities }.
    }
    .miss = { $homes ->
        [1] 어느 1년 동안에도 신고한 거주지는 한 곳뿐입니다.
       *[other] 어느 1년 동안에도 신고한 거주지는 { $homes }곳 이하입니다.
    }

photo_ai_generated_or_face_swapped =
    .hit = 탐지 도구가 프로필에서 { $kind ->
        [generated] AI로 생성한 사진 { $count }장을
        [swapped] 얼굴을 합성한 사진 { $count }장을
       *[mixed] { $count ->
            [1] AI로 생성하고 얼굴을 합성한 사진 1장을
           *[other] AI로 생성하거나 얼굴을 합성한 사진 { $count }장을
        }
    } 발견했습니다.
    .miss = 탐지 도구가 프로필 사진 { $total }장에서 생성하거나 조작한 흔적을 발견하지 못했습니다.

photo_missing_or_generic =
    .hit = 프로필에 사진이 없습니다.
    .generic = { $photos ->
        [1] 프로필에 하나뿐인 사진에 사람이 없습니다.
       *[other] 프로필 사진 { $photos }장 중 사람이 나온 사진이 없습니다.
    }
    .miss = { $photos ->
        [1] 프로필 사진에 사람이 나와 있습니다.
       *[other] 프로필 사진 { $photos }장 중 한 장 이상에 사람이 나와 있습니다.
    }
    .shown = 프로필에 사진이 있습니다.

portfolio_site_thin_or_throwaway =
    .hit = 포트폴리오{ $hosts_count ->
        [0] { "" }
       *[other] ({ $hosts })
    }: { $lacks ->
        [free_host] 한 페이지뿐이고, 도메인이 등록된 지 반년이 지나지 않았으며, 점검한 링크 { $tried }개 중 { $dead }개가 열리지 않습니다.
        [single_page] 무료 호스팅을 쓰고, 도메인이 등록된 지 반년이 지나지 않았으며, 점검한 링크 { $tried }개 중 { $dead }개가 열리지 않습니다.
        [young_domain] 무료 호스팅을 쓰고, 한 페이지뿐이며, 점검한 링크 { $tried }개 중 { $dead }개가 열리지 않습니다.
        [dead_links] 무료 호스팅을 쓰고, 한 페이지뿐이며, 도메인이 등록된 지 반년이 지나지 않았습니다.
       *[nothing] 무료 호스팅을 쓰고, 한 페이지뿐이고, 도메인이 등록된 지 반년이 지나지 않았으며, 점검한 링크 { $tried }개 중 { $dead }개가 열리지 않습니다.
    }
    .miss = 포트폴리오{ $hosts_count ->
        [0] { "" }
       *[other] ({ $hosts })
    }: 급조한 페이지의 네 가지 특징(무료 호스팅, 단일 페이지, 새 도메인, 깨진 링크) 중 { $signs ->
        [0] 해당하는 것이 없습니다.
       *[other] { $signs }가지만 해당합니다.
    }

reference_contact_controlled =
    .hit = { $way ->
        [email] 추천인 { $count }명의 연락처가 지원자 본인의 이메일 주소입니다.
        [phone] 추천인 { $count }명의 연락처가 지원자 본인의 전화번호입니다.
        [line] 추천인 { $count }명이 지원자 본인의 집 인터넷 회선에서 답했습니다.
        [linked] 추천인 { $count }명의 연락처가 이 지원자와 연결된 다른 지원자의 연락처입니다.
       *[mixed] 추천인 { $count }명이 이메일 주소, 전화번호, 집 인터넷 회선 또는 연결된 지원자를 통해 지원자 본인과 이어집니다.
    }
    .miss = { $total ->
        [1] 하나뿐인 추천인은 지원자 본인과 이어지지 않습니다.
       *[other] 추천인 { $total }명 중 지원자 본인과 이어지는 사람은 없습니다.
    }

identity_rotation_name_or_handle_change =
    .hit = { $day }에 이름이 다른 이름으로 바뀌었고, { $replaced ->
        [document_photo] 신분증과 사진도
        [document_contact] 신분증과 모든 연락처도
        [photo_contact] 사진과 모든 연락처도
       *[all] 신분증, 사진, 모든 연락처도
    } 함께 바뀌었습니다.
    .elsewhere = { other-profiles }의 이름과 사진이 바뀌었습니다.
    .miss = { $versions ->
        [1] 프로필의 이전 버전은 하나뿐이며, 이름과 함께 신분증, 사진 또는 연락처까지 다르지는 않습니다.
       *[other] 프로필의 이전 버전 { $versions }개 중 이름과 함께 신분증, 사진 또는 연락처까지 다른 버전은 없습니다.
    }
    .same_elsewhere = { other-profiles }의 이름과 사진이 함께 바뀌지는 않았습니다.

timeline_impossible_or_inconsistent =
    .impossible = { $kind ->
        [reversed] 이력서의 경력 { $jobs_count }건이 시작하기 전에 끝납니다: { $jobs }.
        [future] 이력서의 경력 { $jobs_count }건이 미래에 시작합니다: { $jobs }.
       *[mixed] 이력서의 경력 { $jobs_count }건이 시작하기 전에 끝나거나 미래에 시작합니다: { $jobs }.
    }
    .same_months = 이력서의 { $employers } 경력은 { $from }부터 { $until }까지로 기간이 정확히 같습니다.{ $more ->
        [0] { "" }
       *[other] { " " }다른 경력 { $more }건도 또 다른 경력과 기간이 같습니다.
    }
    .miss = { $jobs ->
        [1] 이력서에서 날짜가 있는 유일한 경력의 날짜에 모순이 없습니다.
       *[other] 이력서에서 날짜가 있는 경력 { $jobs }건의 날짜에 모순이 없습니다.
    }
    .near_months = 이력서의 { $employers } 경력은 { $from }부터 { $until }까지로 기간이 거의 같습니다.
    .course = { $kind ->
        [reversed] 이력서에 시작하기 전에 끝나는 교육 과정이 있습니다: { $dates }.
       *[future] 이력서에 1년 넘게 지난 뒤에 시작하는 교육 과정이 있습니다: { $dates }.
    }

employer_unverifiable =
    .hit = 배경 조사 결과가 경력 { $count }건{ $employers_count ->
        [0] { "" }
       *[other] ({ $employers })
    }과 어긋납니다: { $outcome ->
        [denied] 회사가 재직 사실을 부인했습니다.
        [missing] 회사가 존재하지 않습니다.
        [conflict] 세부 내용이 서로 맞지 않습니다.
       *[mixed] 회사가 재직 사실을 부인했거나, 회사가 존재하지 않거나, 세부 내용이 서로 맞지 않습니다.
    }
    .miss = 배경 조사한 경력 { $total }건 중 조사 결과와 어긋나는 것은 없습니다.

role_predates_employer_or_technology =
    .hit = { $employers_count ->
        [0] 이력서의 한 경력은
       *[other] { $employers } 경력은
    } { $began }에 시작하지만, 이 회사는 { $since }에야 생겼습니다.{ $more ->
        [0] { "" }
       *[other] { " " }다른 경력 { $more }건의 날짜도 사실일 수 없습니다.
    }
    .technology = { $employers_count ->
        [0] 이력서의 한 경력은
       *[other] { $employers } 경력은
    } { $ended }에 끝나지만, 설명에 나오는 { $technology } 기술은 { $published }년에 처음 공개되었습니다.{ $more ->
        [0] { "" }
       *[other] { " " }다른 경력 { $more }건의 날짜도 사실일 수 없습니다.
    }
    .miss = { $compared ->
        [1] 비교할 수 있는 유일한 경력은 회사나 기술보다 이르지 않거나, 회사가 확인해 준 경력입니다.
       *[other] 회사가 확인해 준 경력을 빼면, 비교할 수 있는 경력 { $compared }건 중 회사나 기술보다 이른 것은 없습니다.
    }

education_unverifiable_or_major_not_offered =
    .hit = 배경 조사 결과가 학력 { $count }건과 어긋납니다: { $outcome ->
        [denied] 학교가 부인했습니다.
        [missing] 그런 학교, 과정 또는 학위가 없습니다.
       *[mixed] 학교가 부인했거나, 그런 학교, 과정 또는 학위가 없습니다.
    }
    .miss = 배경 조사한 학력 { $total }건 중 조사 결과와 어긋나는 것은 없습니다.

identity_element_conflict =
    .hit = 배경 조사 { $count }건에서 이름, 생년월일, 주소, 납세자 번호가 서로 맞지 않는 것으로 나왔습니다.
    .miss = 배경 조사 { $total }건에서 이름, 생년월일, 주소, 납세자 번호 사이에 모순이 발견되지 않았습니다.

licence_or_certificate_unverifiable =
    .hit = 면허 또는 자격증 { $licences }건이 { $outcome ->
        [missing] 공공 등록부에 없습니다(조회일: { $days }).
        [other] 등록부에는 다른 사람에게 발급된 것으로 되어 있습니다(조회일: { $days }).
        [forged] 발급 기관에 따르면 위조된 것입니다(조회일: { $days }).
       *[mixed] 등록부에 없거나, 다른 사람에게 발급되었거나, 위조된 것입니다(조회일: { $days }).
    }
    .miss = 조회한 면허 또는 자격증 { $licences }건이 등록부에서 확인되었습니다.

verified_person_invented_history =
    .hit = 지원자의 신원은 확인되었지만, 회신한 직장, 학교, 추천인 { $answers }곳 중 경력을 확인해 준 곳이 없습니다.
    .miss = 회신한 직장, 학교, 추천인 { $answers }곳 중 { $confirmed }곳이 경력을 확인해 주었습니다.

implausible_skill_breadth =
    .hit = { $part ->
        [all] 이력서의 기술 { $total }개 모두 경력, 프로젝트, 소개 어디에도 나오지 않습니다.
       *[some] 이력서의 기술 { $total }개 중 { $count }개가 경력, 프로젝트, 소개 어디에도 나오지 않습니다.
    }
    .miss = { $part ->
        [none] { $total ->
            [1] 이력서의 유일한 기술이 경력, 프로젝트 또는 소개에 나옵니다.
           *[other] 이력서의 기술 { $total }개 모두 경력, 프로젝트 또는 소개에 나옵니다.
        }
        [all] { $total ->
            [1] 이력서의 유일한 기술이 경력, 프로젝트, 소개 어디에도 나오지 않지만, 목록이 짧습니다.
           *[other] 이력서의 기술 { $total }개 모두 경력, 프로젝트, 소개 어디에도 나오지 않지만, 목록이 짧습니다.
        }
       *[some] 이력서의 기술 { $total }개 중 { $count }개가 경력, 프로젝트, 소개 어디에도 나오지 않습니다.
    }

resume_tailored_too_exactly =
    .hit = 이력서에 채용 공고의 { $percent }%가 문구 그대로 들어 있습니다.
    .miss = { $percent ->
        [0] 이력서에 채용 공고의 문구를 그대로 옮긴 부분이 없습니다.
       *[other] 이력서가 문구 그대로 옮긴 부분은 어느 채용 공고에서도 { $percent }% 이하입니다.
    }

resume_near_duplicate_across_accounts =
    .hit = { $others ->
        [1] 이력서가 다른 지원자의 이력서와 거의 같습니다({ $percent }% 일치).
       *[other] 이력서가 다른 지원자 { $others }명의 이력서와 거의 같습니다(최대 { $percent }% 일치).
    }
    .miss = { $why ->
        [declared] 거의 같은 이력서를 낸 사람은 관계를 신고한 지원자뿐입니다.
       *[none] 거의 같은 이력서를 낸 다른 지원자는 없습니다.
    }

resume_copied_from_public_person =
    .hit = 이력서가 다른 이름으로 공개된 글 { $count }건{ $sites_count ->
        [0] { "" }
       *[other] ({ $sites })
    }과 거의 같습니다.
    .miss = { $total ->
        [1] 비교한 유일한 공개 글은 이름만 다른 같은 이력서가 아닙니다.
       *[other] 비교한 공개 글 { $total }건 중 이름만 다른 같은 이력서는 없습니다.
    }

message_template_reuse_across_accounts =
    .hit = { $others ->
        [1] 지원자의 자기소개서 또는 메시지가 다른 지원자의 것과 거의 같습니다({ $percent }% 일치).
       *[other] 지원자의 자기소개서 또는 메시지가 다른 지원자 { $others }명의 것과 거의 같습니다(최대 { $percent }% 일치).
    }
    .miss = { $why ->
        [declared] 거의 같은 자기소개서나 메시지를 보낸 사람은 관계를 신고한 지원자뿐입니다.
       *[none] 거의 같은 자기소개서나 메시지를 보낸 다른 지원자는 없습니다.
    }

portfolio_cloned_or_shared =
    .hit = { $by ->
        [analytics] 포트폴리오의 웹 분석 ID { $values }: { other-applicants }도 사용했습니다.
       *[text] { $others ->
            [1] 포트폴리오가 다른 지원자의 포트폴리오와 거의 같습니다({ $percent }% 일치).
           *[other] 포트폴리오가 다른 지원자 { $others }명의 포트폴리오와 거의 같습니다(최대 { $percent }% 일치).
        }
    }
    .miss = { $by ->
        [analytics] 포트폴리오의 웹 분석 ID { $values }: { by-too-few-applicants }.
       *[text] { $why ->
            [declared] 거의 같은 포트폴리오가 있는 사람은 관계를 신고한 지원자뿐입니다.
           *[none] 거의 같은 포트폴리오가 있는 다른 지원자는 없습니다.
        }
    }

## 코드 저장소

repo_history_backdated =
    .hit = 저장소 { $repositories }의 커밋 { $commits }개가 계정 생성일({ $created })보다 30일 넘게 앞선 날짜로 되어 있습니다. { attributed-by }
    .miss = { $commits ->
        [0] { $total ->
            [1] 계정에서 날짜가 있는 유일한 커밋은 계정 생성일({ $created })보다 30일 넘게 앞서지 않습니다.
           *[other] 계정에서 날짜가 있는 커밋 { $total }개 중 계정 생성일({ $created })보다 30일 넘게 앞선 것은 없습니다.
        }
       *[other] 계정 생성일({ $created })보다 30일 넘게 앞선 커밋이 있는 저장소는 { $repositories } 하나뿐입니다.
    } { attributed-by }

follow_farming =
    .hit = 팔로우하는 계정은 { $following }개이지만, 팔로워는 { $followers ->
        [0] 없습니다.
        [1] 1명뿐입니다.
       *[other] { $followers }명입니다.
    }
    .miss = 팔로우하는 계정은 { $following ->
        [0] 없습니다.
       *[other] { $following }개뿐입니다.
    }
    .popular = 팔로우하는 계정은 { $following }개이지만, 팔로워도 { $followers }명 있습니다.

commit_email_shared_across_accounts =
    .hit = 지원자의 커밋에 있는 이메일 주소 { $values }: { other-applicants }도 사용했습니다.
    .miss = 지원자의 커밋에 있는 이메일 주소 { $values }: { by-too-few-applicants }.

commit_identity_multiplicity =
    .hit = 지원자의 커밋 { $commits }개에 { $domains } 이메일 주소 { $addresses }개를 사용했습니다.{ $names ->
        [0] { "" }
        [1] { " " }이름은 하나입니다.
       *[other] { " " }서로 다른 이름은 { $names }개입니다.
    } { attributed-by }
    .miss = 지원자의 커밋 { $commits }개에 사용한 { $domains } 이메일 주소는 { $addresses }개뿐입니다.{ $names ->
        [0] { "" }
        [1] { " " }이름은 하나입니다.
       *[other] { " " }서로 다른 이름은 { $names }개입니다.
    } { attributed-by }

account_age_vs_claimed_experience =
    .hit = 지원자는 { $host }에서 { $claimed }년부터 오픈 소스 활동을 했다고 주장하지만, 계정은 { $created }에야 만들어졌습니다.
    .miss = 지원자는 { $host }에서 { $claimed }년부터 오픈 소스 활동을 했다고 주장하며, 계정은 { $created }에 만들어졌습니다.

repo_burst_after_signup =
    .hit = { $part ->
        [all] 저장소 { $total }개를 모두
       *[some] 저장소 { $total }개 중 { $count }개를
    } 계정 생성일({ $created })부터 30일 안에 만들었습니다.
    .miss = { $part ->
        [none] 저장소 { $total }개 중 계정 생성일({ $created })부터 30일 안에 만든 것은 없습니다.
       *[some] 저장소 { $total }개 중 계정 생성일({ $created })부터 30일 안에 만든 것은 { $count }개뿐입니다.
    }

activity_gap_then_history =
    .hit = 계정은 { $created }에 만들어졌지만 { $first } 전에는 활동이 없습니다. 그 뒤 60일 안에 저장소가 { $repositories }개 늘었습니다.
    .slow = 계정은 { $created }에 만들어졌지만 { $first } 전에는 활동이 없습니다. { $repositories ->
        [0] 그 뒤에도 저장소가 늘지 않았습니다.
       *[other] 그 뒤 60일 안에 늘어난 저장소는 { $repositories }개 이하입니다.
    }
    .miss = 계정은 { $created }에 만들어졌고 2년 안에 활동을 시작했습니다. 확인된 첫 활동일은 { $first }입니다.
    .earlier = 확인된 첫 활동일({ $first })이 계정을 만든 날({ $created })보다 이릅니다.

commit_timezone_vs_claimed_location =
    .hit = { $part ->
        [all] 시간대를 알 수 있는 커밋 { $total }개 모두의 시간대({ $offsets })가
       *[some] 시간대를 알 수 있는 커밋 { $total }개 중 { $count }개의 시간대({ $offsets })가
    } 신고한 거주지의 시간과 다릅니다. { attributed-by }
    .miss = { $part ->
        [none] 시간대를 알 수 있는 커밋 { $total }개 중 신고한 거주지의 시간과 다른 것은 없습니다.
       *[some] 시간대를 알 수 있는 커밋 { $total }개 중 신고한 거주지의 시간과 다른 것은 { $count }개뿐입니다.
    } { attributed-by }

commit_timezone_multiplicity =
    .hit = { $part ->
        [all] 커밋이 있는 2주 기간 { $total }개 모두에서
       *[some] 커밋이 있는 2주 기간 { $total }개 중 { $count }개에서
    } 기기 시계가 셋 이상의 UTC 시차({ $offsets })를 오갔습니다. { attributed-by }
    .miss = { $part ->
        [none] 커밋이 있는 2주 기간 중 기기 시계가 셋 이상의 UTC 시차를 오간 기간은 없습니다.
       *[some] 커밋이 있는 2주 기간 중 기기 시계가 셋 이상의 UTC 시차를 오간 기간은 하나뿐입니다.
    } { attributed-by }

platform_merge_not_by_platform =
    .hit = { $part ->
        [all] 서비스가 병합한 풀 리퀘스트의 제목을 가진 커밋 { $total }개 모두
       *[some] 서비스가 병합한 풀 리퀘스트의 제목을 가진 커밋 { $total }개 중 { $count }개가
    } 서비스가 기록한 것이 아닙니다. { attributed-by }
    .miss = { $total ->
        [0] 서비스가 병합한 풀 리퀘스트의 제목을 가진 커밋이 없습니다.
       *[other] { $count ->
            [0] 서비스가 병합한 풀 리퀘스트의 제목을 가진 커밋은 모두 서비스가 기록했습니다.
           *[other] 서비스가 병합한 풀 리퀘스트의 제목을 가졌지만 서비스가 기록하지 않은 커밋은 하나뿐입니다.
        }
    } { attributed-by }

authorship_rewritten =
    .merges = { $repositories }에는 서비스가 병합한 풀 리퀘스트의 제목을 가졌지만 서비스가 기록하지 않은 커밋이 있습니다.
    .numbers = { $repositories }에는 서비스가 쓰는 방식대로 풀 리퀘스트 번호로 끝나지만 서비스가 기록하지 않은 커밋이 있습니다.
    .owners = { $repositories }의 병합은 다른 사람의 브랜치를 언급하지만 작성자는 지원자뿐입니다.
    .reverts = { $repositories }에는 그곳에 없는 커밋을 되돌리는 커밋이 있습니다.
    .signoffs = { $repositories }에는 다른 어디에도 나타나지 않는 사람이 서명한 커밋이 있습니다.
    .bulk = { $repositories }에서는 커밋이 20개 이상 한 시간 안에 기록되었지만 날짜는 180일이 넘는 기간에 걸쳐 있습니다.
    .attributed = { attributed-by }
    .miss = { $marks ->
        [0] 지원자의 커밋에는 작성자를 바꾼 흔적이 없습니다.
       *[other] 지원자의 커밋에는 작성자를 바꾼 흔적이 너무 적습니다.
    } { attributed-by }

strangers_history_in_repositories =
    .hit = { $repositories }은(는) 포크로 표시되지 않았지만, 각각 계정 생성({ $created })과 저장소 생성보다 앞선 다른 사람의 커밋이 5개 이상 있습니다.
    .miss = { $repositories_count ->
        [0] 계정 생성({ $created })과 저장소 생성보다 앞선 다른 사람의 커밋이 5개 이상 있는 저장소는 없습니다.
       *[other] 계정 생성({ $created })과 저장소 생성보다 앞선 다른 사람의 커밋이 5개 이상 있는 저장소는 { $repositories }뿐입니다.
    }

boilerplate_only_repositories =
    .hit = 저장소 { $total }개 모두 비어 있거나, 자체 커밋이 없는 포크이거나, 만든 날 이후로 바뀌지 않았습니다.
    .miss = { $part ->
        [none] 저장소 { $total }개 중 비어 있거나, 자체 커밋이 없는 포크이거나, 만든 날 이후로 바뀌지 않은 것은 없습니다.
       *[some] 저장소 { $total }개 중 비어 있거나, 자체 커밋이 없는 포크이거나, 만든 날 이후로 바뀌지 않은 것은 { $count }개뿐입니다.
    }

second_bare_profile_after_hire =
    .hit = { $hired }에 일을 시작한 뒤 지원자가 이전과 다른 코드 호스팅 계정을 제시했습니다. 이 계정에는 저장소가 없습니다.
    .used = { $hired }에 일을 시작한 뒤 지원자가 이전과 다른 코드 호스팅 계정을 제시했습니다. 이 계정에는 저장소가 있습니다.
    .miss = 지원자는 { $hired }에 일을 시작한 뒤로 같은 코드 호스팅 계정을 제시하고 있습니다.

commits_duplicated_across_accounts =
    .hit = 비교한 커밋 { $commits }개가 { other-applicants }의 커밋과 시각과 첫 줄이 같지만 해시는 다릅니다. 한 이력은 다른 이력에서 만들어졌습니다.
    .miss = 시각과 첫 줄이 같고 해시가 다른 커밋을 여러 개 가진 다른 지원자는 없습니다.

repo_history_copied_from_others =
    .hit = { $repositories_count ->
        [0] 이름 없는 저장소의 커밋 중 절반 이상이
        [1] 저장소 { $repositories }의 커밋 중 절반 이상이
       *[other] 저장소 { $repositories } 각각에서 커밋의 절반 이상이
    } 다른 사람의 저장소에도 다른 작성자 이름으로, 더 늦지 않은 날짜로 있습니다. { attributed-by }
    .miss = { $repositories_count ->
        [0] 이름 없는 저장소의 커밋 중
        [1] 저장소 { $repositories }의 커밋 중
       *[other] 저장소 { $repositories } 각각의 커밋 중
    } 다른 사람의 저장소에도 다른 작성자 이름으로, 더 늦지 않은 날짜로 있는 것은 절반 미만입니다. { attributed-by }

contribution_badge_spam =
    .hit = { $part ->
        [all] 다른 저장소에 보낸 풀 리퀘스트 { $total }개 모두
       *[some] 다른 저장소에 보낸 풀 리퀘스트 { $total }개 중 { $count }개가
    } 네 줄 이하만 바꾸었고 병합되지 않았습니다.
    .miss = { $count ->
        [0] 다른 저장소에 보낸 풀 리퀘스트는 모두 네 줄 넘게 바꾸었거나 병합되었습니다.
       *[other] { $part ->
            [all] 다른 저장소에 보낸 풀 리퀘스트 중 네 줄 이하만 바꾸었고 병합되지 않은 것은 { $count }개뿐입니다.
           *[some] 다른 저장소에 보낸 풀 리퀘스트 { $total }개 중 네 줄 이하만 바꾸었고 병합되지 않은 것은 { $count }개뿐입니다.
        }
    }

secrets_or_past_employer_code_published =
    .hit = 저장소 { $with_secrets }에서 비밀 정보가 발견되었습니다.
    .claimed = 이전 직장이 저장소 { $claimed }의 코드가 자사의 것이라고 주장합니다.{ $with_secrets_count ->
        [0] { "" }
       *[other] { " " }저장소 { $with_secrets }에서는 비밀 정보가 발견되었습니다.
    }
    .miss = { $with_secrets_count ->
        [0] { $total ->
            [1] 점검한 유일한 저장소에 비밀 정보나 이전 직장의 코드가 없습니다.
           *[other] 점검한 저장소 { $total }개 중 비밀 정보나 이전 직장의 코드가 있는 것은 없습니다.
        }
       *[other] 비밀 정보가 발견된 저장소는 하나뿐이고({ $with_secrets }), 코드가 자사의 것이라고 주장하는 이전 직장은 없습니다.
    }

## 마켓플레이스

application_velocity_extreme =
    .hit = { $from }부터 24시간 안에 { $applications }번 지원했습니다.
    .miss = 24시간 안에 지원한 횟수는 { $applications }번 이하입니다.

bids_per_login_high =
    .hit = { $applications }번 지원했지만 로그인은 { $sign_ins }번만 했습니다.
    .miss = { $applications ->
        [1] 1번만 지원했고 { $sign_ins }번 로그인했습니다.
       *[other] { $applications }번 지원했고 { $sign_ins }번 로그인했습니다.
    }

low_bid_acceptance_ratio =
    .hit = { $count ->
        [0] 결과를 알 수 있는 지원 { $total }건 중 수락된 것은 없습니다.
       *[other] 결과를 알 수 있는 지원 { $total }건 중 { $count }건만 수락되었습니다.
    }
    .miss = { $part ->
        [all] 결과를 알 수 있는 지원 { $total }건이 모두 수락되었습니다.
       *[some] 결과를 알 수 있는 지원 { $total }건 중 { $count }건이 수락되었습니다.
    }

rating_ring_single_client =
    .long_term = 지원자를 평가한 고객은 지원자와 60일 넘게 함께 일했습니다.
    .hit = 지원자가 최고 평점을 받은 시점의 전후 2주 안에, { $clients_count ->
        [0] 같은 고객이
       *[other] 같은 고객({ $clients })이
    } { other-applicants }에게도 최고 평점을 주었습니다.
    .miss = 지원자가 최고 평점을 받은 시점의 전후 2주 안에, { $clients_count ->
        [0] 같은 고객이
       *[other] 같은 고객({ $clients })이
    } { $why ->
        [declared] 관계를 신고한 지원자에게만 최고 평점을 주었습니다.
        [hub] { other-applicants }에게 최고 평점을 주었으며, 너무 많아서 의미를 두지 않습니다.
        [few] { other-applicants }에게만 최고 평점을 주었으며, 너무 적어서 판단에 반영하지 않습니다.
       *[none] 다른 지원자에게는 최고 평점을 주지 않았습니다.
    }

self_dealing_client_same_payout =
    .hit = 계약 { $engagements }건의 고객이 { $shared ->
        [client_account] 지원자와 같은 지급 계좌를 사용합니다: { $accounts }.
        [client_device_id] 지원자와 같은 기기를 사용합니다.
        [client_document_digest] 지원자와 같은 신분증을 사용합니다.
       *[several] 지급 계좌, 기기, 신분증 중 여러 가지를 지원자와 공유합니다.
    }
    .miss = { $compared ->
        [1] 고객의 지급 계좌, 기기, 신분증 중 알려진 한 가지는 지원자의 것이 아닙니다.
       *[other] 고객의 지급 계좌, 기기, 신분증 중 알려진 { $compared }개에 지원자의 것은 없습니다.
    }

rate_below_market_no_negotiation =
    .hit = { $part ->
        [all] 제안 { $total }건 모두
       *[some] 제안 { $total }건 중 { $count }건이
    } 통상 단가보다 25% 이상 낮습니다.
    .miss = { $count ->
        [0] 제안 { $total }건 중 통상 단가보다 25% 이상 낮은 것은 없습니다.
       *[other] 제안 { $total }건 중 통상 단가보다 25% 이상 낮은 것은 { $count }건뿐입니다.
    }

cold_outreach_as_executive =
    .context = 상대가 연락하기 전에 회사 대표가 보낸다고 한 메시지는 { some-messages }. 인용: { $quotes }.
    .hit = 상대가 연락하기 전에 자신을 회사 대표로 소개한 메시지는 { some-messages }. 인용: { $quotes }.
    .miss = 상대가 연락하기 전에 자신을 회사 대표로 소개한 메시지는 { some-messages }.

off_platform_move_request =
    .reported = { person-reported }(지원자가 대화나 결제를 플랫폼 밖에서 하자고 요구함): “{ $quote }”
    .context = 플랫폼 밖의 대화나 결제를 언급한 메시지는 { some-messages }. 인용: { $quotes }.
    .hit = 대화나 결제를 플랫폼 밖에서 하자고 요구한 메시지는 { some-messages }. 인용: { $quotes }.
    .miss = 대화나 결제를 플랫폼 밖에서 하자고 요구한 메시지는 { some-messages }.

use_other_account_request =
    .reported = { person-reported }(지원자가 정지된 뒤 다른 계정이나 이름을 쓰자고 요구함): “{ $quote }”
    .context = 계정이 정지된 날({ $suspended }) 이후 다른 계정이나 이름을 언급한 메시지는 { $total }개 중 { $count }개입니다. 인용: { $quotes }.
    .hit = 계정이 정지된 날({ $suspended }) 이후 다른 계정을 쓰자고 요구한 메시지는 { some-messages }. 인용: { $quotes }.
    .miss = 계정이 정지된 날({ $suspended }) 이후 다른 계정을 쓰자고 요구한 메시지는 { some-messages }.
    .not_suspended = 알려진 계정 정지 이력이 없습니다. 다른 계정을 쓰자는 요구는 정지된 뒤에만 판단에 반영합니다.

concurrent_full_time_engagements =
    .hit = { $at }에 전일제 계약 { $engagements }건이 동시에 진행되었습니다.
    .miss = { $engagements ->
        [0] 시작일을 알 수 있는 계약 중 전일제 계약이 없습니다.
        [1] 전일제 계약 두 건이 동시에 진행된 적이 없습니다.
       *[other] 동시에 진행된 전일제 계약은 { $engagements }건 이하입니다.
    }

recruits_proxy_interviewers =
    .reported = { person-reported }(지원자가 자신을 대신해 면접에 나갈 사람을 구함): “{ $quote }”
    .context = 다른 사람을 대신해 면접에 나가는 일을 언급한 메시지는 { some-messages }. 인용: { $quotes }.

identity_owner_dispute =
    .reported = { person-reported }(지원한 적이 없음): “{ $quote }” 본인 확인 방법: { $check ->
        [one_time_link] 이미 알려진 주소로 보낸 링크.
        [call_back] 이미 알려진 번호로 건 전화.
       *[letter] 이미 알려진 주소로 보낸 편지.
    }
    .unverified = { person-reported }(지원한 적이 없음. 다만 본인인지 확인되지 않음): “{ $quote }”

subcontract_or_account_rental_offer =
    .reported = { person-reported }(지원자가 계정, 신원 또는 노트북을 쓰게 해 달라고 요구함): “{ $quote }”
    .context = 다른 사람의 계정, 신원 또는 노트북 사용을 언급한 메시지는 { some-messages }. 인용: { $quotes }.
    .hit = 다른 사람의 계정, 신원 또는 노트북을 구하거나 면접에 나갈 사람을 구한 메시지는 { some-messages }. 인용: { $quotes }.
    .miss = 다른 사람의 계정, 신원 또는 노트북을 구하거나 면접에 나갈 사람을 구한 메시지는 { some-messages }.

## 위협 목록

ip_listed_actor_vpn_exit =
    .hit = { named-lists }(신고된 출구)에 있는 IP 주소 { $addresses }에서 접속한 세션은 { some-sessions }. { $sign ->
        [client] 원격 데스크톱 도구 또는 여러 신원을 쓰기 위한 브라우저도 사용했습니다.
        [clock] 기기 시계도 신고한 거주지의 시간과 다릅니다.
        [country] 주소의 국가도 신고한 국가와 다릅니다.
        [elsewhere] 다른 세션은 신고한 국가와 다른 나라에서 접속했습니다.
       *[several] 기기 시계, 국가 또는 브라우저도 신고한 내용과 어긋납니다.
    }
    .address_only = { named-lists }(신고된 출구)에 있는 IP 주소 { $addresses }에서 접속한 세션은 { some-sessions }. 다만 기기 시계, 브라우저, 다른 세션에는 어긋나는 점이 없습니다.
    .miss = { named-lists }(신고된 출구)에 있는 IP 주소에서 접속한 세션은 { some-sessions }. { no-clearance }

email_on_threat_list =
    .hit = 이메일 주소 또는 계정 이름 { $values }: { named-lists }(신고된 계정)의 항목과 일치합니다.
    .miss = 지원자의 이메일 주소와 계정 이름 중 { named-lists }(신고된 계정)의 항목과 일치하는 것은 없습니다. { no-clearance }

payout_address_sanctioned =
    .hit = 지급 계좌 { $values }: { named-lists }(제재 대상 계좌)에 있습니다.
    .miss = 지원자의 지급 계좌 중 { named-lists }(제재 대상 계좌)에 있는 것은 없습니다. { no-clearance }

ship_address_forwarder_or_mailbox =
    .hit = 배송 주소 { $values }: { named-lists }(우편·택배 전달 업체 및 사서함)에 있습니다.
    .miss = 지원자의 배송 주소 중 { named-lists }(우편·택배 전달 업체 및 사서함)에 있는 것은 없습니다. { no-clearance }

links_to_flagged_accounts =
    .hit = 지원자가 팔로우하는 코드 저장소 계정 { $matches }개가 { named-lists }(신고된 계정)에 있습니다.
    .crowd = 지원자가 팔로우하는 코드 저장소 계정은 { $following }개입니다. 팔로우하는 계정 중 { named-lists }(신고된 계정)에 있는 것은 { $matches }개뿐이며, 우연일 수 있습니다.
    .miss = 지원자가 팔로우하는 코드 저장소 계정 중 { named-lists }(신고된 계정)에 있는 것은 없습니다. { no-clearance }

referral_link_to_flagged_account =
    .hit = 지원자가 추천했거나 지원자를 추천한 계정 { $matches }개가 { named-lists }(확인된 허위 계정)에 있습니다.
    .miss = 지원자가 추천했거나 지원자를 추천한 계정 중 { named-lists }(확인된 허위 계정)에 있는 것은 없습니다. { no-clearance }

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
