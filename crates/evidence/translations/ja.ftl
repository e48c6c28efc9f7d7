# 証拠の文（日本語）

list-separator = 、
list-last = { $items }、{ $last }
list-more = { $items }、ほか{ $more }件

other-applicants = { $at_least ->
    [yes] 別の応募者{ $others }人以上
   *[no] 別の応募者{ $others }人
}

# 「…は」に続く述部
by-too-few-applicants = { $why ->
    [confirmed] 確認済みの同じ代理店または世帯の応募者（{ $relations }）だけに使用されています
    [declared] 関係を申告した応募者だけに使用されています
    [hub] { other-applicants }に使用されていますが、多すぎるため判断材料になりません
    [few] { other-applicants }だけに使用されており、少なすぎるため判断材料になりません
    [old] { other-applicants }に使用されましたが、古いため判断材料になりません
   *[none] 別の応募者には使用されていません
}

# A sentence of its own, after the one about sharing that nothing explains
sharing =
    .explained = 確認済みの代理店または世帯（{ $relations }）の中でも共有されています。これは説明がつくため、判断材料になりません。

# 「…セッションは」に続く述部
some-sessions = { $part ->
    [none] { $total ->
        [1] ありません
       *[other] { $total }件中1件もありません
    }
    [all] { $total ->
        [1] 確認したセッション1件です
       *[other] { $total }件すべてです
    }
   *[some] { $total }件中{ $count }件です
}

# 「…メッセージは」に続く述部
some-messages = { $part ->
    [none] { $total ->
        [1] ありません（確認したメッセージ1件）
       *[other] 応募者のメッセージ{ $total }件中1件もありません
    }
    [all] { $total ->
        [1] 確認したメッセージ1件です
       *[other] 応募者のメッセージ{ $total }件すべてです
    }
   *[some] 応募者のメッセージ{ $total }件中{ $count }件です
}

the-email-addresses = { $addresses ->
    [1] { $domains } のメールアドレス
   *[other] { $domains } のメールアドレス{ $addresses }件
}

person-reported = { $role ->
    [client] 顧客
    [recruiter] 採用担当者
    [moderator] 運営担当者
   *[identity_owner] 身元の本人
}{ $named ->
    [yes] （{ $observer }）
   *[no] { "" }
}の報告{ $date ->
    [unknown] { "" }
   *[other] （{ $date }）
}

observer-noted = { $date ->
    [unknown] { $observer }さんの記録
   *[other] { $date }の{ $observer }さんの記録
}

no-observer-noted = 観察者の名前がある面接{ $interviews }回に、次の記録はありません

other-profiles = { $count ->
    [1] { $sites_count ->
        [0] 別のサイトのプロフィール
       *[other] { $sites } のプロフィール
    }
   *[other] 別のサイトのプロフィール{ $count }件{ $sites_count ->
        [0] { "" }
       *[other] （{ $sites }）
    }
}

attributed-by = { $sign ->
    [host] これらのコミットは、コードホスティングサービスがアカウントに紐付けています。
    [noreply] 少なくとも 1 件のコミットは、サービスがアカウントに割り当てた返信不可アドレスだけを根拠としています。
    [email] 少なくとも 1 件のコミットは、アカウントの公開メールアドレスだけを根拠としています。
    [login] 少なくとも 1 件のコミットは、作者名またはアドレスがアカウントのログイン名と同じであることだけを根拠としています。
   *[name] 少なくとも 1 件のコミットは、作者名がアカウントの公開名と同じであることだけを根拠としています。
}

# 後ろに半角スペースを入れます。
named-lists = リスト { $lists }

no-clearance = これだけで応募者に問題がないとは言えません。

## 報酬の受け取り

payout_account_shared =
    .hit = 受取口座 { $values } は、{ other-applicants }にも使用されています。
    .miss = 受取口座 { $values } は、{ by-too-few-applicants }。

payout_name_mismatch =
    .hit = 受取口座 { $accounts } の名義が応募者の名前と異なります。
    .abroad = 受取口座 { $accounts } の名義が応募者の名前と異なり、口座の国は{ $held_in }ですが、応募者はそこに居住していると申告していません。
    .unrelated = 受取口座 { $accounts } の名義が応募者の名前と異なり、両者の関係を示す証拠がありません。
    .miss = 受取口座 { $accounts } の名義は応募者の名前と一致します。

payout_changed_frequently =
    .hit = 90日以内に受取先が{ $destinations }件ありました。
    .hurried = 受取口座 { $accounts } は、出金前の2日以内に追加されました。{ $destinations ->
        [1] { "" }
       *[other] 90日以内の受取先は{ $destinations }件です。
    }
    .miss = { $destinations ->
        [1] 90日以内に受取先が変わったことはなく、出金の直前に追加された受取先もありません。
       *[other] 90日以内の受取先は最大{ $destinations }件で、出金の直前に追加されたものはありません。
    }
    .once = 受取口座 { $accounts } は出金前の2日以内に追加されましたが、判断材料とするには頻度が低すぎます。

payout_country_vs_claimed_country =
    .hit = 銀行口座またはカード { $accounts } の国は{ $held_in }ですが、応募者が申告した居住国は{ $claimed }です。
    .miss = 銀行口座またはカード { $accounts } の国は{ $held_in }で、応募者が申告した居住地または滞在地と一致します。

payout_crypto_insistence =
    .reported = { person-reported }（応募者は仮想通貨での支払いに固執した）：“{ $quote }”
    .context = 仮想通貨での支払いに触れたメッセージは{ some-messages }。引用：{ $quotes }。
    .hit = 仮想通貨での支払いを求めたメッセージは{ some-messages }。引用：{ $quotes }。
    .miss = 応募者のメッセージ{ $total }件に、仮想通貨での支払いに固執したものはありません。

payout_newly_created_multi_processor =
    .hit = 決済サービスのアカウント { $accounts } は、登録日（{ $signed_up }）の前後30日以内に開設されました。
    .miss = { $accounts_count ->
        [0] 登録日（{ $signed_up }）の前後30日以内に開設された決済サービスのアカウントはありません。
       *[other] 登録日（{ $signed_up }）の前後30日以内に開設された決済サービスのアカウントは { $accounts } だけです。
    }

account_lockout_story_needs_letter =
    .reported = { person-reported }（応募者はアカウントの凍結を解除するための手紙を求めた）：“{ $quote }”
    .context = アカウントの凍結を解除するための手紙に触れたメッセージは{ some-messages }。引用：{ $quotes }。
    .hit = 決済アカウントの凍結を解除するための手紙を求めたメッセージが{ $count }件あります：{ $quotes }。
    .miss = 応募者のメッセージ{ $total }件に、決済アカウントの凍結を解除するための手紙を求めたものはありません。

payout_rapid_pass_through =
    .hit = { $part ->
        [all] 出金{ $total }件すべてで、入金から1日以内に残高の全額が引き出されました。
       *[some] 出金{ $total }件中{ $count }件で、入金から1日以内に残高の全額が引き出されました。
    }
    .miss = { $part ->
        [none] 出金{ $total }件に、入金から1日以内に残高の全額が引き出されたものはありません。
       *[some] 入金から1日以内に残高の全額が引き出されたのは、出金{ $total }件中{ $count }件だけです。
    }

prepayment_demand_or_aggression =
    .reported = { person-reported }（応募者は作業前の支払いを要求した、または支払いをめぐって脅した）：“{ $quote }”
    .context = 作業前の支払いに触れたメッセージは{ some-messages }。引用：{ $quotes }。
    .threatening = 支払いがない場合の報復に触れたメッセージは{ some-messages }。引用：{ $quotes }。
    .hit = 作業前の支払いを要求したメッセージが{ $demands }件あります：{ $quotes }。
    .threats = 支払いをめぐって依頼主を脅したメッセージが{ $threats }件あります：{ $quotes }。
    .miss = { $demands ->
        [0] 作業前の支払いを要求したり、脅したりしたメッセージはありません。
       *[other] 作業前の支払いを求めたメッセージは{ $demands }件だけで、脅したものはありません。
    }

## セッション

verification_device_differs_from_use_device =
    .hit = 本人確認は{ $checked_in }にある端末で行われました。その後のセッション{ $sessions }件はすべて別の端末によるもので、国がわかるセッションの接続元は{ $used_in }です。
    .far = 本人確認は{ $checked_in }にある端末で行われました。その後のセッション{ $sessions }件はすべて別の端末によるもので、場所がわかるセッションは少なくとも{ $km } km離れた場所から接続しています。
    .nearby = 本人確認後のセッションは別の端末によるものですが、一部は本人確認と同じ{ $checked_in }から接続しています。
    .explained = 本人確認後のセッションは別の端末によるもので、{ $checked_in }ではなく{ $used_in }から接続していますが、申告された居住地と滞在で説明できます。
    .miss = 応募者は、本人確認を行った端末を今も使用しています。

dormant_account_reactivated_new_fingerprint =
    .hit = { $idle_days }日間セッションがなく、{ $returned }に新しい端末で再開しました。再開の前後1か月以内に、連絡先または受取先の情報が{ $changes }件変わりました。
    .returned = { $idle_days }日間セッションがなく、{ $returned }に{ $device ->
        [new] 新しい端末で再開しましたが、連絡先と受取先の情報は同じです。
       *[known] 中断前と同じ端末で再開しました。
    }
    .miss = セッションの間隔が半年以上空いたことはありません。

careers_api_access_pattern =
    .hit = ほかの外部アカウント{ $accounts }件が、採用サイトに対して同じ順序の{ $calls }件の呼び出しを行いました。
    .miss = { $accounts ->
        [0] 応募者の採用サイトへの呼び出しと同じ順序の呼び出しを行った外部アカウントは、ほかにありません。
       *[other] ほかの外部アカウントが繰り返した採用サイトへの呼び出しの順序は、意味を持つには短すぎます。
    }

ip_commercial_vpn_or_datacenter =
    .hit = VPN、Tor、またはデータセンターを経由したセッションは{ some-sessions }。
    .miss = VPN、Tor、またはデータセンターを経由したセッションは{ some-sessions }。

ip_residential_proxy =
    .hit = 住宅用プロキシを経由したセッションは{ some-sessions }。
    .miss = 住宅用プロキシを経由したセッションは{ some-sessions }。

remote_desktop_or_screen_share_in_use =
    .hit = 画面共有または遠隔操作が検出されたセッションは{ some-sessions }。{ $sign ->
        [browser] 複数の身元を使い分けるためのブラウザーも使用されています。
        [clock] 端末の時計も申告された場所の時刻と異なります。
        [address] IP アドレスの国も申告された国と異なります。
       *[several] 端末の時計、IP アドレス、またはブラウザーも申告と矛盾しています。
    }
    .alone = 画面共有または遠隔操作が検出されたセッションは{ some-sessions }。ただし、端末の時計、IP アドレス、ブラウザーに矛盾はありません。
    .miss = 画面共有または遠隔操作が検出されたセッションは{ some-sessions }。

vm_or_emulator_client =
    .hit = 仮想マシン、エミュレーター、またはクラウドフォンで動作したセッションは{ some-sessions }。
    .miss = 仮想マシン、エミュレーター、またはクラウドフォンで動作したセッションは{ some-sessions }。

antidetect_multi_account_browser =
    .hit = 複数の身元を使い分けるためのブラウザーを使用したセッションは{ some-sessions }。
    .miss = 複数の身元を使い分けるためのブラウザーを使用したセッションは{ some-sessions }。

application_form_automation =
    .hit = スクリプトでブラウザーを操作したセッションは{ some-sessions }。
    .miss = スクリプトでブラウザーを操作したセッションは{ some-sessions }。

timezone_vs_ip_or_claim_mismatch =
    .hit = 端末の時計{ $zones_count ->
        [0] { "" }
       *[other] （{ $zones }）
    }が{ $compared_with ->
        [claim] 申告された場所の時刻
       *[address] IP アドレスの国の時刻
    }と約{ $hours }時間ずれているセッションは{ some-sessions }。
    .miss = 端末の時計が{ $compared_with ->
        [claim] 申告された場所の時刻
       *[address] IP アドレスの国の時刻
    }と1時間を超えてずれているセッションは{ some-sessions }。

activity_hours_vs_claimed_timezone =
    .hit = 活動時間{ $total }時間のうち{ $count }時間が、申告された場所の夜間（23:00〜06:00）でした。{ $sign ->
        [clock] 端末の時計もその場所の時刻と異なります。
        [address] IPアドレスも別の国を示しています。
       *[both] 端末の時計とIPアドレスも申告と矛盾しています。
    }
    .alone = 活動時間{ $total }時間のうち{ $count }時間が、申告された場所の夜間（23:00〜06:00）でした。夜間の仕事や遠方の顧客の仕事でもよくあることで、端末の時計とIPアドレスに矛盾はありません。
    .miss = 活動時間{ $total }時間のうち、申告された場所の夜間（23:00〜06:00）だったのは{ $count }時間だけです。

continuous_session_over_24h =
    .hit = { $started }から、2時間の休みもなく{ $hours }時間活動していました。
    .miss = 2時間の休みのない最も長い活動（{ $started }）は{ $hours ->
        [0] 1時間未満です。
       *[other] { $hours }時間だけです。
    }

implausible_cumulative_hours =
    .hit = { $known_sources ->
        [engagements] 現在の仕事の合計は週{ $tracked }時間です。
        [sessions] { $since }からの1週間に{ $active }時間活動しました。
       *[both] { $since }からの1週間に{ $active }時間活動しました。現在の仕事の合計は週{ $tracked }時間です。
    }
    .miss = { $known_sources ->
        [engagements] 現在の仕事の合計は週{ $tracked }時間だけです。
        [sessions] 最も活動した週（{ $since }から）でも、活動時間は{ $active }時間だけです。
       *[both] 最も活動した週（{ $since }から）でも、活動時間は{ $active }時間だけです。現在の仕事の合計は週{ $tracked }時間です。
    }

input_latency_remote_operator =
    .hit = 貸与端末のキー入力の遅延（中央値）は{ $delay_ms }ミリ秒です。直接つないだキーボードなら110ミリ秒を大きく下回ります。
    .miss = 最も遅い貸与端末でも、キー入力の遅延（中央値）は{ $delay_ms }ミリ秒で、直接つないだキーボードと同程度です。

dedicated_pristine_device_per_account =
    .hit = 登録日（{ $signed_up }）の前後1日以内に初めて確認された端末を使用したセッションは{ some-sessions }。応募者の端末を使用する別の応募者はいません。
    .shared = 登録日（{ $signed_up }）の前後1日以内に初めて確認された端末を使用したセッションは{ some-sessions }。ただし、別の応募者も応募者の端末を使用しています。
    .miss = 登録日（{ $signed_up }）の前後1日以内に初めて確認された端末を使用したセッションは{ some-sessions }。

many_ips_one_account_short_window =
    .hit = { $since }からの1週間に、異なる{ $providers }社のインターネット事業者を通じてサインインしました。
    .miss = どの1週間でも、サインインに使われたインターネット事業者は最大{ $providers }社です。

impossible_travel_logins =
    .hit = { $days_count ->
        [1] { $days }に{ $from }で活動し、{ $minutes }分後に少なくとも{ $km } km離れた場所（{ $to }）で活動していました。移動できる時間ではありません。
       *[other] { $days_count }日（{ $days }）にわたり、移動できない短い時間で2か所で活動していました。最初は{ $from }で、その{ $minutes }分後に少なくとも{ $km } km離れた場所（{ $to }）です。
    }
    .miss = 場所がわかる固定回線のセッション{ $sessions }件のどの間にも、移動に十分な時間がありました。

concurrent_sessions_distinct_geos =
    .hit = { $days_count ->
        [1] { $days }に、{ $from }と、少なくとも{ $km } km離れた場所（{ $to }）で同時にセッションがありました。
       *[other] { $days_count }日（{ $days }）にわたり、遠く離れた2か所で同時にセッションがありました。最初は{ $from }と、少なくとも{ $km } km離れた場所（{ $to }）です。
    }
    .miss = 場所がわかる固定回線のセッション{ $sessions }件に、遠く離れた場所のセッションと重なったものはありません。

ip_vs_claimed_location_mismatch =
    .hit = 申告された居住国は{ $claimed }ですが、{ $elsewhere }から接続したセッションは{ some-sessions }。
    .region = 申告された居住地（{ $claimed }）から少なくとも{ $km } km離れた場所から接続したセッションは{ some-sessions }。
    .miss = { $part ->
        [none] 国がわかるセッション{ $total }件は、すべて申告された居住地または滞在地と一致します。
       *[some] 申告された居住地でも滞在地でもない{ $elsewhere }から接続したセッションは、{ $total }件中{ $count }件だけです。
    }

ip_in_comprehensively_sanctioned_netblock =
    .hit = 包括的制裁の審査対象国（{ $countries }）のIPアドレスから接続したセッションは{ some-sessions }。VPN、プロキシ、ホスティングのアドレスとは確認されていません。
    .miss = 包括的制裁の審査対象国のIPアドレスから接続したセッションは{ some-sessions }。VPN、プロキシ、ホスティングのアドレスは数えません。

shared_device_across_accounts =
    .hit = 応募者の端末は、{ other-applicants }にも使用されています。
    .miss = 応募者の端末は、{ by-too-few-applicants }。

persona_cross_login_in_one_session =
    .hit = 応募者のブラウザーセッションは、{ other-applicants }にも使用されています。
    .miss = 応募者のブラウザーセッションは、{ by-too-few-applicants }。

shared_ip_across_accounts =
    .hit = 自宅回線 { $addresses } は、同じ時期に{ other-applicants }にも使用されています。
    .miss = 自宅回線 { $addresses } は、同じ時期に{ by-too-few-applicants }。

accounts_on_one_cloud_machine =
    .hit = 応募者のクラウド上のマシンは、同じ時期に{ other-applicants }にも使用されています。
    .miss = 応募者のクラウド上のマシンは、同じ時期に{ by-too-few-applicants }。

## 配送

home_address_is_not_residential =
    .hit = 身元調査の結果、申告された自宅{ $count }件は{ $outcome ->
        [not_residential] 住居ではありません。
        [missing] 存在しません。
       *[mixed] 住居ではないか、存在しません。
    }
    .miss = 身元調査を行った自宅{ $total }件に、住居でないものや存在しないものはありません。

ship_address_shared_across_workers =
    .hit = 配送先 { $values } は、{ other-applicants }にも使用されています。
    .miss = 配送先 { $values } は、{ by-too-few-applicants }。

ship_address_differs_from_id =
    .hit = 配送先 { $addresses } は、身分証明書の住所とも登録された住所とも異なります。
    .miss = 配送先 { $addresses } は、身分証明書の住所または登録された住所と一致します。

ship_address_changed_last_minute =
    .hit = 配送先が{ $changes }回（{ $days }）変更されました。{ $sent ->
        [all] いずれも、端末の発送前の3日以内またはそれ以降の変更です。
        [none] 端末はまだ発送されていません。
       *[some] 発送の直前の変更と、まだ発送されていない端末の変更があります。
    }
    .miss = 配送{ $shipments }件の配送先は、直前に変更されていません。

## 採用後の業務

unreachable_in_core_hours_repeatedly =
    .hit = 合意した時間帯の通話{ $calls }件中{ $missed }件に応答しませんでした。
    .miss = { $part ->
        [none] 合意した時間帯の通話{ $calls }件すべてに応答しました。
       *[some] 合意した時間帯の通話{ $calls }件のうち、応答しなかったのは{ $missed }件だけです。
    }

asks_colleagues_for_personal_details =
    .reported = { person-reported }（応募者は他人の身元情報を求めた）：“{ $quote }”
    .context = 他人の身元情報の利用に触れたメッセージは{ some-messages }。引用：{ $quotes }。
    .hit = 他人の身元情報を求めたメッセージは{ some-messages }。引用：{ $quotes }。
    .miss = 他人の身元情報を求めたメッセージは{ some-messages }。

code_or_data_extortion_threat =
    .reported = { person-reported }（応募者はコードやデータの流出、売却、削除をほのめかして脅した）：“{ $quote }”
    .context = コードやデータの流出、売却、削除に触れたメッセージは{ some-messages }。引用：{ $quotes }。
    .hit = コードやデータの流出、売却、削除をほのめかして脅したメッセージは{ some-messages }。引用：{ $quotes }。
    .miss = コードやデータの流出、売却、削除をほのめかして脅したメッセージは{ some-messages }。

second_rmm_tool_on_issued_device =
    .hit = 貸与端末に、雇用主がインストールしていない遠隔操作ツールが{ $tools_count }件あります：{ $tools }。
    .miss = { $tools_count ->
        [0] 雇用主がインストールしたものを除き、貸与端末に遠隔操作ツールはありません。
       *[other] 貸与端末に遠隔操作ツール { $tools } がありますが、応募者の職務に必要な種類のツールです。
    }

ip_kvm_hardware_attached =
    .hit = 貸与端末{ $total }台中{ $count }台に、遠隔操作を可能にする IP-KVM 装置が接続されています。
    .miss = 貸与端末{ $total }台に、IP-KVM 装置が接続されたものはありません。

device_geo_never_matches_login_geo =
    .hit = 貸与端末は{ $device_in }にありますが、サインイン{ $total }回はすべて{ $signed_in_from }からでした。
    .miss = サインイン{ $total }回中{ $count }回は、貸与端末がある{ $device_in }からでした。

bulk_repo_or_secret_access_early =
    .hit = 最初の1週間に、リポジトリ{ $repositories }件をコピーし、シークレット{ $secrets }件を閲覧しました。
    .needed = 最初の1週間に、リポジトリ{ $repositories }件をコピーし、シークレット{ $secrets }件を閲覧しましたが、職務に必要なものです。
    .miss = 最初の1週間に、リポジトリ{ $repositories }件をコピーし、シークレット{ $secrets }件を閲覧しました。

## 連絡先

phone_shared_across_accounts =
    .hit = 電話番号 { $values } は、{ other-applicants }にも使用されています。
    .miss = 電話番号 { $values } は、{ by-too-few-applicants }。

email_shared_across_identities =
    .hit = { the-email-addresses }は、{ other-applicants }にも使用されています。
    .miss = { the-email-addresses }は、{ by-too-few-applicants }。

contact_details_changed_repeatedly =
    .hit = { $since }からの90日以内に、応募者のメールアドレスまたは電話番号が{ $changes }回変わりました。
    .miss = { $changes ->
        [0] 応募者のメールアドレスと電話番号は変わっていません。
       *[other] 90日以内に応募者のメールアドレスまたは電話番号が変わった回数は、最大{ $changes }回です。
    }

email_disposable_or_alias_domain =
    .hit = { the-email-addresses }は、使い捨てアドレスの提供元のものです。
    .miss = { the-email-addresses }は、使い捨てアドレスの提供元のものではありません。

credentials_beside_other_personas =
    .hit = 応募者のメールアドレス{ $addresses }件が、盗まれた認証情報の記録にあります。その端末では、ほかに最大{ $personas }人のアカウントが使われていました。このようなアドレスの大半は被害者のものなので、評価には影響しません。
    .miss = 照会したメールアドレス{ $addresses }件は、盗まれた認証情報の記録で、他人のアカウントと並んでいません。

phone_voip_or_disposable =
    .hit = 電話番号 { $voip } はインターネット回線（VoIP）です。
    .listed = 電話番号 { $listed } は使い捨て番号のリストにあります。
    .both = 電話番号 { $voip } はインターネット回線（VoIP）です。電話番号 { $listed } は使い捨て番号のリストにあります。
    .miss = 電話番号 { $numbers } は、インターネット回線（VoIP）とは確認されていません。
    .unlisted = 電話番号 { $numbers } は、インターネット回線（VoIP）とは確認されておらず、使い捨て番号のリストにもありません。

phone_region_vs_claimed_location =
    .hit = 電話番号 { $numbers } の国は{ $regions }ですが、応募者が申告した居住国は{ $claimed }です。
    .miss = 電話番号 { $numbers } の国は{ $regions }で、応募者が申告した居住地または滞在地と一致します。

email_job_keyword_local_part =
    .hit = { the-email-addresses }の @ の前に、職種を表す語（{ $words }）が含まれています。
    .miss = { the-email-addresses }の @ の前に、職種を表す語は含まれていません。

email_new_or_no_footprint =
    .hit = { the-email-addresses }は{ $first_seen }{ $addresses ->
        [1] に
       *[other] 以降に
    }初めて確認されました。プロフィール提出前の30日以内です。
    .nowhere = { the-email-addresses }は、どの照会サービスにも知られていません。
    .mixed = { the-email-addresses }は、{ $first_seen }以降に初めて確認されたか、どの照会サービスにも知られていません。
    .miss = { the-email-addresses }は新しいものではなく、照会サービスまたはプラットフォームにすでに知られていました。

email_template_family =
    .hit = { $domain } の応募者のアドレスと末尾の数字だけが異なるメールアドレスを、90日以内に別の応募者{ $others }人が使用しました。
    .miss = { $others ->
        [0] 末尾の数字だけが異なるメールアドレスを90日以内に使用した別の応募者はいません。
       *[other] 末尾の数字だけが異なるメールアドレスを90日以内に使用した別の応募者は{ $others }人だけです。
    }

email_name_mismatch =
    .hit = { the-email-addresses }に含まれる名前は、応募者の名前とまったく一致しません。
    .miss = { the-email-addresses }に含まれる名前は、応募者の名前と一致します。

## 本人確認

same_person_registered_again =
    .hit = 氏名と身分証明書または連絡先が{ other-applicants }と同じです。おそらく1人が複数のアカウントを持っています。
    .miss = この氏名と身分証明書または連絡先の組み合わせは、{ by-too-few-applicants }。

id_document_reused_across_accounts =
    .hit = 身分証明書 { $values } は、{ other-applicants }にも使用されています。
    .miss = 身分証明書 { $values } は、{ by-too-few-applicants }。

verified_name_vs_profile_or_payout_mismatch =
    .hit = 確認した身分証明書の名前は、{ $names ->
        [profile] プロフィールの名前
       *[other] プロフィールの名前または受取口座の名義
    }とまったく一致しません。
    .miss = 確認した身分証明書の名前は、{ $names ->
        [profile] プロフィールの名前
       *[other] プロフィールの名前または受取口座の名義
    }と一致します。

id_document_tamper_signals =
    .hit = 本人確認{ $checks }件で、改ざんの兆候が{ $signs_count }件見つかりました：{ $signs }。
    .miss = 本人確認{ $checks }件で改ざんの有無を調べましたが、兆候はありませんでした。

verification_avoidance_or_repeat_failure =
    .hit = 本人確認{ $total }件中{ $count }件を通過しませんでした。
    .miss = { $part ->
        [none] 本人確認{ $total }件をすべて通過しました。
       *[some] 本人確認{ $total }件中{ $count }件を通過しませんでした。1回だけでは判断材料になりません。
    }
    .documents = 応募者は、名前にまったく共通点のない複数の身分証明書を提示しました。
    .passed_later = 応募者は本人確認を{ $count }回通過できないか中断しましたが、その後の確認を通過しました。

id_image_background_or_template_shared =
    .hit = 応募者の身分証明書の写真は、背景またはテンプレートが{ other-applicants }の写真と同じです。
    .miss = 応募者の身分証明書の写真の背景またはテンプレートは、{ by-too-few-applicants }。

id_submissions_one_production_line =
    .hit = 応募者の身分証明書の写真は、{ other-applicants }の写真と同じ一連の撮影によるものです。発行機関、有効期間、カメラの機種、撮影時刻、時計のずれのうち3つ以上が一致します。
    .miss = 応募者の身分証明書の写真の発行機関、有効期間、カメラ、撮影時刻、時計のずれは、{ by-too-few-applicants }。

## 面接

selfie_face_matches_other_identity =
    .hit = { observer-noted }（自撮りの人物は別の名前で確認された人である）：“{ $note }”
    .miss = { no-observer-noted }：自撮りの人物は別の名前で確認された人である。

camera_refusal_or_repeated_failure =
    .hit = { observer-noted }（ビデオ通話が拒否された、または繰り返し失敗した）：“{ $note }”
    .miss = { no-observer-noted }：ビデオ通話が拒否された、または繰り返し失敗した。

live_video_manipulation_suspected =
    .hit = { observer-noted }（ライブ映像が加工されているように見えた）：“{ $note }”
    .miss = { no-observer-noted }：ライブ映像が加工されているように見えた。

different_person_between_stages =
    .hit = { observer-noted }（2つの段階で別の人物が現れた）：“{ $note }”
    .miss = { no-observer-noted }：2つの段階で別の人物が現れた。

scripted_or_fed_answers =
    .hit = { observer-noted }（回答を読み上げた、または他人から教わった）：“{ $note }”
    .miss = { no-observer-noted }：回答を読み上げた、または他人から教わった。

local_knowledge_failure =
    .hit = { observer-noted }（申告した都市、勤務先、または学校についての普通の質問に答えられなかった）：“{ $note }”
    .miss = { no-observer-noted }：申告した都市、勤務先、または学校についての普通の質問に答えられなかった。

shared_room_call_noise =
    .hit = { observer-noted }（同じ部屋でほかの人が面接を受けていた）：“{ $note }”
    .miss = { no-observer-noted }：同じ部屋でほかの人が面接を受けていた。

avoids_in_person_or_drug_test =
    .hit = { observer-noted }（対面の手続きを繰り返し先延ばしにした、または過度に心配した）：“{ $note }”
    .miss = { no-observer-noted }：対面の手続きを繰り返し先延ばしにした、または過度に心配した。

persona_meeting_collision =
    .hit = 応募者が通話に参加した端末は、同じ15分間に{ other-applicants }の通話でも使用されました。
    .miss = 応募者が通話に参加した端末は、同じ15分間の通話で{ by-too-few-applicants }。

camera_is_virtual_or_capture_card =
    .hit = カメラ { $cameras } は仮想カメラまたはキャプチャーカードです。応募者にはほかにも疑わしい点があります。
    .miss = { $labels }台のカメラの名前は、既知の仮想カメラやキャプチャーカードのものではありません。

remote_control_during_assessment =
    .hit = コーディング試験{ $tests }件の間に、{ $signs ->
        [remote] 遠隔操作のセッションが有効でした。
        [pointer] 2つ目のポインターが動きました。
       *[both] 遠隔操作のセッションが有効で、2つ目のポインターも動きました。
    }
    .miss = コーディング試験{ $tests }件の間に、遠隔操作は検出されませんでした。

writing_style_shift_same_account =
    .hit = 応募者のメッセージ{ $messages }件では、2つの時間帯で文体が異なります。差は偶然で説明できる程度の{ $times }倍です。
    .miss = 応募者のメッセージ{ $messages }件では、2つの時間帯の文体に明らかな差はありません。差は偶然で説明できる程度の{ $times }倍以下です。
    .one_shift = 応募者のメッセージ{ $messages }件は2つの時間帯に分かれていないため、文体を比較できません。

## 履歴書

photo_reused_across_accounts =
    .hit = { $photos ->
        [1] プロフィール写真は、
       *[other] プロフィール写真{ $photos }枚のうち1枚以上は、
    }{ other-applicants }にも使用されています。
    .miss = { $photos ->
        [1] プロフィール写真は、
       *[other] プロフィール写真{ $photos }枚は、
    }{ by-too-few-applicants }。

document_metadata_reuse =
    .hit = { $sent ->
        [file] 同じ履歴書ファイルが、
        [copy] 同じ履歴書ファイルのコピーが、
       *[both] 同じ履歴書ファイルまたはそのコピーが、
    }{ other-applicants }からも提出されています。
    .miss = 履歴書ファイルは、{ by-too-few-applicants }。

document_author_identity_mismatch =
    .hit = 履歴書ファイルの作成者の名前が応募者の名前と異なります。
    .miss = 履歴書ファイルの作成者の名前は応募者の名前と一致します。

resume_vs_profile_conflict =
    .country = 居住国は、履歴書では{ $on_resume }、プロフィールでは{ $claimed }です。
    .name = 履歴書の名前がプロフィールの名前と異なります。
    .years = 申告された経験年数は{ $claimed }年ですが、履歴書の記載は{ $first_job }からしかありません。
    .start = 履歴書では { $on_resume } での職歴は{ $start_on_resume }からですが、{ $sites_count ->
        [0] 別のサイトのプロフィールでは
       *[other] { $sites } のプロフィールでは
    } { $elsewhere } での職歴は{ $start_elsewhere }からです。{ $more ->
        [0] { "" }
       *[other] ほかの職歴{ $more }件も異なります。
    }
    .employer = { $from }から{ $until }までの勤務先は、履歴書では { $on_resume }、{ $sites_count ->
        [0] 別のサイトのプロフィールでは
       *[other] { $sites } のプロフィールでは
    } { $elsewhere } です。{ $more ->
        [0] { "" }
       *[other] ほかの職歴{ $more }件も異なります。
    }
    .miss = 国、名前、経験年数、職歴のうち、履歴書とプロフィールで比較できたのは{ $compared ->
        [1] 1項目だけで、
        [4] 4項目すべてで、
       *[other] { $compared }項目で、
    }内容は一致しています。

professional_profile_new_or_thin =
    .hit = { other-profiles }は、{ $why ->
        [new] 開設から90日未満ですが、
        [thin] つながりが10人未満で活動がありませんが、
       *[mixed] 開設から90日未満か、つながりが10人未満で活動がありませんが、
    }申告された経験年数は{ $years }年です。
    .junior = { other-profiles }は、{ $why ->
        [new] 開設から90日未満ですが、
        [thin] つながりが10人未満で活動がありませんが、
       *[mixed] 開設から90日未満か、つながりが10人未満で活動がありませんが、
    }申告された経験が浅いため、不自然ではありません。
    .miss = { other-profiles }は、新しいものにも中身のないものにも見えません。

professional_profile_hijacked =
    .hit = { other-profiles }は{ $silent_since }から活動がなく、1年以上たってから{ $replaced ->
        [name_photo] 名前と写真が
        [name_field] 名前と職種が
        [photo_field] 写真と職種が
       *[all] 名前、写真、職種がすべて
    }変わりました。
    .miss = { other-profiles }は{ $silent_since }から1年以上活動がなく、その後、{ $replaced ->
        [name] 名前だけが変わりました。
        [photo] 写真だけが変わりました。
        [field] 職種だけが変わりました。
       *[none] 名前、写真、職種は変わっていません。
    }

claimed_identity_inconsistent_across_platforms =
    .names = { other-profiles }の名前が応募者の名前と異なります。
    .countries = { other-profiles }の国は{ $countries }ですが、応募者が申告した居住国は{ $claimed }です。
    .outdated = { other-profiles }の国は{ $countries }ですが、応募者が申告した居住国は{ $claimed }です。ただし、1件だけなので、情報が古い可能性があります。
    .miss = { other-profiles }に、応募者の名前や国と矛盾する点はありません。

professional_profile_dead_or_missing =
    .hit = { other-profiles }は、{ $status ->
        [not_found] 見つかりません。
        [removed] サイトにより削除されています。
       *[mixed] 見つからないか、サイトにより削除されています。
    }
    .miss = { other-profiles }が見つかりました。

sterile_digital_footprint =
    .hit = 応募者の記録がある求人サービスは{ $job }件ですが、ほかのサービスに記録はありません。
    .miss = { $job ->
        [0] 応募者の記録がある求人サービスはなく、
       *[other] 応募者の記録がある求人サービスは{ $job }件で、
    }{ $other ->
        [0] ほかのサービスにも記録はありません。
       *[other] 記録があるほかのサービスは{ $other }件です。
    }

claimed_location_changes =
    .hit = 1年以内に、異なる居住地を{ $homes }か所申告しました。{ $countries_count ->
        [0] { "" }
       *[other] 国：{ $countries }。
    }{ $cities_count ->
        [0] { "" }
       *[other] 都市：{ $cities }。
    }
    .miss = { $homes ->
        [1] どの1年間でも、申告された居住地は1か所だけです。
       *[other] どの1年間でも、申告された居住地は最大{ $homes }か所です。
    }

photo_ai_generated_or_face_swapped =
    .hit = 検出ツールにより、プロフィールから{ $kind ->
        [generated] AIで生成された写真{ $count }枚が
        [swapped] 顔が入れ替えられた写真{ $count }枚が
       *[mixed] { $count ->
            [1] AIで生成され、顔が入れ替えられた写真1枚が
           *[other] AIで生成された写真または顔が入れ替えられた写真{ $count }枚が
        }
    }見つかりました。
    .miss = 検出ツールでは、プロフィール写真{ $total }枚に生成や加工の痕跡は見つかりませんでした。

photo_missing_or_generic =
    .hit = プロフィールに写真がありません。
    .generic = { $photos ->
        [1] プロフィールの唯一の写真に人物が写っていません。
       *[other] プロフィールの写真{ $photos }枚のいずれにも人物が写っていません。
    }
    .miss = { $photos ->
        [1] プロフィールの写真に人物が写っています。
       *[other] プロフィールの写真{ $photos }枚のうち1枚以上に人物が写っています。
    }
    .shown = プロフィールに写真があります。

portfolio_site_thin_or_throwaway =
    .hit = ポートフォリオ{ $hosts_count ->
        [0] { "" }
       *[other] （{ $hosts }）
    }は、{ $lacks ->
        [free_host] 1ページだけで、ドメインが登録から半年未満であり、確認したリンク{ $tried }件中{ $dead }件が切れています。
        [single_page] 無料ホスティングにあり、ドメインが登録から半年未満で、確認したリンク{ $tried }件中{ $dead }件が切れています。
        [young_domain] 無料ホスティングにあり、1ページだけで、確認したリンク{ $tried }件中{ $dead }件が切れています。
        [dead_links] 無料ホスティングにあり、1ページだけで、ドメインが登録から半年未満です。
       *[nothing] 無料ホスティングにあり、1ページだけで、ドメインが登録から半年未満であり、確認したリンク{ $tried }件中{ $dead }件が切れています。
    }
    .miss = ポートフォリオ{ $hosts_count ->
        [0] { "" }
       *[other] （{ $hosts }）
    }は、使い捨てページの4つの特徴（無料ホスティング、1ページのみ、新しいドメイン、リンク切れ）の{ $signs ->
        [0] どれにも該当しません。
       *[other] うち{ $signs }つだけに該当します。
    }

reference_contact_controlled =
    .hit = { $way ->
        [email] 照会先{ $count }人の連絡先が、応募者本人のメールアドレスです。
        [phone] 照会先{ $count }人の連絡先が、応募者本人の電話番号です。
        [line] 照会先{ $count }人の回答が、応募者本人の自宅の回線から送られました。
        [linked] 照会先{ $count }人の連絡先が、この応募者とつながりのある別の応募者のものです。
       *[mixed] 照会先{ $count }人が、メールアドレス、電話番号、自宅の回線、またはつながりのある応募者を通じて、応募者本人につながります。
    }
    .miss = { $total ->
        [1] 唯一の照会先は、応募者本人につながりません。
       *[other] 照会先{ $total }人の中に、応募者本人につながる人はいません。
    }

identity_rotation_name_or_handle_change =
    .hit = { $day }に、名前が別の名前に変わり、同時に{ $replaced ->
        [document_photo] 身分証明書と写真
        [document_contact] 身分証明書とすべての連絡先
        [photo_contact] 写真とすべての連絡先
       *[all] 身分証明書、写真、すべての連絡先
    }も入れ替わりました。
    .elsewhere = { other-profiles }の名前と写真が変わりました。
    .miss = { $versions ->
        [1] 以前のプロフィールは1件だけで、名前とともに身分証明書、写真、または連絡先まで異なってはいません。
       *[other] 以前のプロフィール{ $versions }件に、名前とともに身分証明書、写真、または連絡先まで異なるものはありません。
    }
    .same_elsewhere = { other-profiles }の名前と写真がともに変わったことはありません。

timeline_impossible_or_inconsistent =
    .impossible = { $kind ->
        [reversed] 履歴書の職歴{ $jobs_count }件が、始まる前に終わっています：{ $jobs }。
        [future] 履歴書の職歴{ $jobs_count }件が、未来に始まっています：{ $jobs }。
       *[mixed] 履歴書の職歴{ $jobs_count }件が、始まる前に終わっているか、未来に始まっています：{ $jobs }。
    }
    .same_months = 履歴書では、{ $employers } の在職期間が{ $from }から{ $until }までとまったく同じです。{ $more ->
        [0] { "" }
       *[other] ほかの職歴{ $more }件も、別の職歴と期間が同じです。
    }
    .miss = { $jobs ->
        [1] 履歴書で日付がある唯一の職歴の日付に矛盾はありません。
       *[other] 履歴書で日付がある職歴{ $jobs }件の日付に矛盾はありません。
    }
    .near_months = 履歴書では、{ $employers } の在職期間が{ $from }から{ $until }までとほぼ同じです。
    .course = { $kind ->
        [reversed] 履歴書の学歴に、始まる前に終わっている課程があります：{ $dates }。
       *[future] 履歴書の学歴に、1年以上先に始まる課程があります：{ $dates }。
    }

employer_unverifiable =
    .hit = 身元調査の結果が職歴{ $count }件{ $employers_count ->
        [0] { "" }
       *[other] （{ $employers }）
    }と食い違っています：{ $outcome ->
        [denied] 勤務先が在職を否定しました。
        [missing] 勤務先が存在しません。
        [conflict] 内容が互いに矛盾しています。
       *[mixed] 勤務先が在職を否定したか、勤務先が存在しないか、内容が互いに矛盾しています。
    }
    .miss = 身元調査を行った職歴{ $total }件に、調査結果と食い違うものはありません。

role_predates_employer_or_technology =
    .hit = { $employers_count ->
        [0] 履歴書のある職歴は
       *[other] { $employers } での職歴は
    }{ $began }に始まっていますが、この勤務先ができたのは{ $since }です。{ $more ->
        [0] { "" }
       *[other] ほかの職歴{ $more }件の日付も事実ではありえません。
    }
    .technology = { $employers_count ->
        [0] 履歴書のある職歴は
       *[other] { $employers } での職歴は
    }{ $ended }に終わっていますが、説明にある { $technology } が初めて公開されたのは{ $published }年です。{ $more ->
        [0] { "" }
       *[other] ほかの職歴{ $more }件の日付も事実ではありえません。
    }
    .miss = { $compared ->
        [1] 比較できた唯一の職歴は、勤務先や技術より早いものではないか、勤務先が確認したものです。
       *[other] 勤務先が確認したものを除き、比較できた職歴{ $compared }件に、勤務先や技術より早いものはありません。
    }

education_unverifiable_or_major_not_offered =
    .hit = 身元調査の結果が学歴{ $count }件と食い違っています：{ $outcome ->
        [denied] 学校が否定しました。
        [missing] その学校、課程、または学位は存在しません。
       *[mixed] 学校が否定したか、その学校、課程、または学位が存在しません。
    }
    .miss = 身元調査を行った学歴{ $total }件に、調査結果と食い違うものはありません。

identity_element_conflict =
    .hit = 身元調査{ $count }件で、名前、生年月日、住所、納税者番号が互いに一致しないことがわかりました。
    .miss = 身元調査{ $total }件で、名前、生年月日、住所、納税者番号の間に矛盾は見つかりませんでした。

licence_or_certificate_unverifiable =
    .hit = 免許または資格{ $licences }件は、{ $outcome ->
        [missing] 公的な登録簿にありません（照会日：{ $days }）。
        [other] 登録簿では別人に発行されています（照会日：{ $days }）。
        [forged] 発行機関によれば偽造です（照会日：{ $days }）。
       *[mixed] 登録簿にないか、別人に発行されているか、偽造です（照会日：{ $days }）。
    }
    .miss = 照会した免許または資格{ $licences }件は、登録簿で確認されました。

verified_person_invented_history =
    .hit = 応募者の本人確認は済んでいますが、回答した勤務先、学校、推薦者{ $answers }件のうち、経歴を確認したものはありません。
    .miss = 回答した勤務先、学校、推薦者{ $answers }件のうち、{ $confirmed }件が経歴を確認しました。

implausible_skill_breadth =
    .hit = { $part ->
        [all] 履歴書のスキル{ $total }件は、どれも職歴、プロジェクト、自己紹介に出てきません。
       *[some] 履歴書のスキル{ $total }件中{ $count }件は、職歴、プロジェクト、自己紹介のどこにも出てきません。
    }
    .miss = { $part ->
        [none] { $total ->
            [1] 履歴書の唯一のスキルは、職歴、プロジェクト、または自己紹介に出てきます。
           *[other] 履歴書のスキル{ $total }件は、すべて職歴、プロジェクト、または自己紹介に出てきます。
        }
        [all] { $total ->
            [1] 履歴書の唯一のスキルは、職歴、プロジェクト、自己紹介のどこにも出てきませんが、スキルの数がわずかです。
           *[other] 履歴書のスキル{ $total }件は、どれも職歴、プロジェクト、自己紹介に出てきませんが、スキルの数がわずかです。
        }
       *[some] 履歴書のスキル{ $total }件中{ $count }件は、職歴、プロジェクト、自己紹介のどこにも出てきません。
    }

resume_tailored_too_exactly =
    .hit = 履歴書に、求人票の{ $percent }%がそのままの文言で含まれています。
    .miss = { $percent ->
        [0] 履歴書に、求人票の文言をそのまま写した部分はありません。
       *[other] 履歴書にそのままの文言で含まれるのは、どの求人票についても{ $percent }%以下です。
    }

resume_near_duplicate_across_accounts =
    .hit = { $others ->
        [1] 履歴書が別の応募者の履歴書とほぼ同じです（{ $percent }%一致）。
       *[other] 履歴書が別の応募者{ $others }人の履歴書とほぼ同じです（最大{ $percent }%一致）。
    }
    .miss = { $why ->
        [declared] ほぼ同じ履歴書を提出したのは、関係を申告した応募者だけです。
       *[none] ほぼ同じ履歴書を提出した別の応募者はいません。
    }

resume_copied_from_public_person =
    .hit = 履歴書が、別の名前で公開されている文章{ $count }件{ $sites_count ->
        [0] { "" }
       *[other] （{ $sites }）
    }とほぼ同じです。
    .miss = { $total ->
        [1] 比較した唯一の公開文章は、名前だけが違う同じ履歴書ではありません。
       *[other] 比較した公開文章{ $total }件に、名前だけが違う同じ履歴書はありません。
    }

message_template_reuse_across_accounts =
    .hit = { $others ->
        [1] 応募者の応募文またはメッセージが、別の応募者のものとほぼ同じです（{ $percent }%一致）。
       *[other] 応募者の応募文またはメッセージが、別の応募者{ $others }人のものとほぼ同じです（最大{ $percent }%一致）。
    }
    .miss = { $why ->
        [declared] ほぼ同じ応募文またはメッセージを送ったのは、関係を申告した応募者だけです。
       *[none] ほぼ同じ応募文またはメッセージを送った別の応募者はいません。
    }

portfolio_cloned_or_shared =
    .hit = { $by ->
        [analytics] ポートフォリオのアクセス解析ID { $values } は、{ other-applicants }にも使用されています。
       *[text] { $others ->
            [1] ポートフォリオが別の応募者のものとほぼ同じです（{ $percent }%一致）。
           *[other] ポートフォリオが別の応募者{ $others }人のものとほぼ同じです（最大{ $percent }%一致）。
        }
    }
    .miss = { $by ->
        [analytics] ポートフォリオのアクセス解析ID { $values } は、{ by-too-few-applicants }。
       *[text] { $why ->
            [declared] ほぼ同じポートフォリオを持つのは、関係を申告した応募者だけです。
           *[none] ほぼ同じポートフォリオを持つ別の応募者はいません。
        }
    }

## コードホスティング

repo_history_backdated =
    .hit = リポジトリ { $repositories } のコミット{ $commits }件の日付が、アカウントの作成日（{ $created }）の30日以上前になっています。{ attributed-by }
    .miss = { $commits ->
        [0] { $total ->
            [1] アカウントで日付がある唯一のコミットの日付は、アカウントの作成日（{ $created }）の30日以上前ではありません。
           *[other] アカウントで日付があるコミット{ $total }件に、アカウントの作成日（{ $created }）の30日以上前のものはありません。
        }
       *[other] アカウントの作成日（{ $created }）の30日以上前のコミットがあるリポジトリは { $repositories } だけです。
    }{ attributed-by }

follow_farming =
    .hit = フォロー中のアカウントは{ $following }件ですが、フォロワーは{ $followers ->
        [0] いません。
        [1] 1人だけです。
       *[other] { $followers }人です。
    }
    .miss = フォロー中のアカウントは{ $following ->
        [0] ありません。
       *[other] { $following }件だけです。
    }
    .popular = フォロー中のアカウントは{ $following }件ですが、フォロワーも{ $followers }人います。

commit_email_shared_across_accounts =
    .hit = 応募者のコミットにあるメールアドレス { $values } は、{ other-applicants }にも使用されています。
    .miss = 応募者のコミットにあるメールアドレス { $values } は、{ by-too-few-applicants }。

commit_identity_multiplicity =
    .hit = 応募者のコミット{ $commits }件に、{ $domains } のメールアドレス{ $addresses }件が使われています。{ $names ->
        [0] { "" }
        [1] 名前は1つです。
       *[other] 異なる名前は{ $names }つです。
    }{ attributed-by }
    .miss = 応募者のコミット{ $commits }件に使われている { $domains } のメールアドレスは{ $addresses }件だけです。{ $names ->
        [0] { "" }
        [1] 名前は1つです。
       *[other] 異なる名前は{ $names }つです。
    }{ attributed-by }

account_age_vs_claimed_experience =
    .hit = 応募者は { $host } でのオープンソース活動を{ $claimed }年からと申告していますが、アカウントが作成されたのは{ $created }です。
    .miss = 応募者は { $host } でのオープンソース活動を{ $claimed }年からと申告しており、アカウントは{ $created }に作成されました。

repo_burst_after_signup =
    .hit = { $part ->
        [all] リポジトリ{ $total }件すべてが、
       *[some] リポジトリ{ $total }件中{ $count }件が、
    }アカウントの作成日（{ $created }）から30日以内に作成されました。
    .miss = { $part ->
        [none] リポジトリ{ $total }件に、アカウントの作成日（{ $created }）から30日以内に作成されたものはありません。
       *[some] アカウントの作成日（{ $created }）から30日以内に作成されたのは、リポジトリ{ $total }件中{ $count }件だけです。
    }

activity_gap_then_history =
    .hit = アカウントは{ $created }に作成されましたが、{ $first }より前の活動はありません。その後、60日以内にリポジトリが{ $repositories }件増えました。
    .slow = アカウントは{ $created }に作成されましたが、{ $first }より前の活動はありません。その後、{ $repositories ->
        [0] リポジトリは増えていません。
       *[other] 60日以内に増えたリポジトリは最大{ $repositories }件です。
    }
    .miss = アカウントは{ $created }に作成され、2年以内に活動を始めました。確認できる最初の活動は{ $first }です。
    .earlier = 確認できる最初の活動（{ $first }）は、アカウントの作成日（{ $created }）より前です。

commit_timezone_vs_claimed_location =
    .hit = { $part ->
        [all] 時差がわかるコミット{ $total }件すべてが、
       *[some] 時差がわかるコミット{ $total }件中{ $count }件が、
    }申告された場所の時刻と異なる { $offsets } で行われました。{ attributed-by }
    .miss = { $part ->
        [none] 時差がわかるコミット{ $total }件に、申告された場所の時刻と異なるものはありません。
       *[some] 申告された場所の時刻と異なるのは、時差がわかるコミット{ $total }件中{ $count }件だけです。
    }{ attributed-by }

commit_timezone_multiplicity =
    .hit = { $part ->
        [all] コミットがある2週間の期間{ $total }件すべてで、
       *[some] コミットがある2週間の期間{ $total }件中{ $count }件で、
    }時計が3つ以上の UTC 時差（{ $offsets }）の間を行き来しました。{ attributed-by }
    .miss = { $part ->
        [none] コミットがある2週間の期間に、時計が3つ以上の UTC 時差の間を行き来したものはありません。
       *[some] コミットがある2週間の期間のうち、時計が3つ以上の UTC 時差の間を行き来したのは1件だけです。
    }{ attributed-by }

platform_merge_not_by_platform =
    .hit = { $part ->
        [all] サービスがマージしたプルリクエストの題名を持つコミット{ $total }件すべてが、
       *[some] サービスがマージしたプルリクエストの題名を持つコミット{ $total }件中{ $count }件が、
    }サービスによって記録されていません。{ attributed-by }
    .miss = { $total ->
        [0] サービスがマージしたプルリクエストの題名を持つコミットはありません。
       *[other] { $count ->
            [0] サービスがマージしたプルリクエストの題名を持つコミットは、すべてサービスが記録したものです。
           *[other] サービスがマージしたプルリクエストの題名を持つのにサービスが記録していないコミットは、1件だけです。
        }
    }{ attributed-by }

authorship_rewritten =
    .merges = { $repositories } には、サービスがマージしたプルリクエストの題名を持つのに、サービスが記録していないコミットがあります。
    .numbers = { $repositories } には、サービスが付けるプルリクエスト番号で終わるのに、サービスが記録していないコミットがあります。
    .owners = { $repositories } のマージは他人のブランチを挙げていますが、作成者は応募者だけです。
    .reverts = { $repositories } には、そこに存在しないコミットを取り消すコミットがあります。
    .signoffs = { $repositories } には、ほかのどこにも現れない人が署名したコミットがあります。
    .bulk = { $repositories } では、少なくとも20件のコミットが1時間以内に記録されたのに、日付は180日を超える期間にわたっています。
    .attributed = { attributed-by }
    .miss = { $marks ->
        [0] 応募者のコミットに、作成者が差し替えられた形跡はありません。
       *[other] 応募者のコミットには、作成者が差し替えられた形跡が少ししかありません。
    }{ attributed-by }

strangers_history_in_repositories =
    .hit = { $repositories } はフォークと表示されていませんが、それぞれに、アカウントの作成（{ $created }）よりもリポジトリの作成よりも前の他人のコミットが5件以上あります。
    .miss = アカウントの作成（{ $created }）よりもリポジトリの作成よりも前の他人のコミットが5件以上あるリポジトリは{ $repositories_count ->
        [0] ありません。
       *[other] { $repositories } だけです。
    }

boilerplate_only_repositories =
    .hit = リポジトリ{ $total }件すべてが、空か、独自のコミットのないフォークか、作成日以降変更のないものです。
    .miss = { $part ->
        [none] リポジトリ{ $total }件のうち、空のもの、独自のコミットのないフォーク、作成日以降変更のないものはありません。
       *[some] リポジトリ{ $total }件のうち、空のもの、独自のコミットのないフォーク、作成日以降変更のないものは{ $count }件だけです。
    }

second_bare_profile_after_hire =
    .hit = { $hired }に仕事が始まった後、応募者は以前とは別のコードホスティングのアカウントを示しました。そのアカウントにリポジトリはありません。
    .used = { $hired }に仕事が始まった後、応募者は以前とは別のコードホスティングのアカウントを示しました。そのアカウントにはリポジトリがあります。
    .miss = 応募者は、{ $hired }に仕事が始まってから同じコードホスティングのアカウントを示しています。

commits_duplicated_across_accounts =
    .hit = 比較したコミット{ $commits }件が、{ other-applicants }のコミットと時刻も最初の行も同じですが、ハッシュは異なります。一方の履歴はもう一方から作られたものです。
    .miss = 時刻も最初の行も同じでハッシュの異なるコミットを複数持つほかの応募者はいません。

repo_history_copied_from_others =
    .hit = { $repositories_count ->
        [0] 名前のないリポジトリのコミットの半数以上が、
        [1] リポジトリ { $repositories } のコミットの半数以上が、
       *[other] リポジトリ { $repositories } のそれぞれで、コミットの半数以上が、
    }他人のリポジトリにも別の作成者の名前で、より遅くない日付で存在します。{ attributed-by }
    .miss = { $repositories_count ->
        [0] 名前のないリポジトリのコミットのうち、
        [1] リポジトリ { $repositories } のコミットのうち、
       *[other] リポジトリ { $repositories } のそれぞれのコミットのうち、
    }他人のリポジトリにも別の作成者の名前で、より遅くない日付で存在するのは半数未満です。{ attributed-by }

contribution_badge_spam =
    .hit = { $part ->
        [all] ほかのリポジトリへのプルリクエスト{ $total }件すべてが、
       *[some] ほかのリポジトリへのプルリクエスト{ $total }件中{ $count }件が、
    }4行以下の変更で、マージされていません。
    .miss = { $count ->
        [0] ほかのリポジトリへのプルリクエストはすべて、4行を超える変更か、マージされたものです。
       *[other] { $part ->
            [all] ほかのリポジトリへのプルリクエストで、4行以下の変更でマージされていないものは{ $count }件だけです。
           *[some] ほかのリポジトリへのプルリクエスト{ $total }件のうち、4行以下の変更でマージされていないものは{ $count }件だけです。
        }
    }

secrets_or_past_employer_code_published =
    .hit = リポジトリ { $with_secrets } にシークレットが見つかりました。
    .claimed = 以前の勤務先が、リポジトリ { $claimed } のコードは自社のものだと主張しています。{ $with_secrets_count ->
        [0] { "" }
       *[other] リポジトリ { $with_secrets } にはシークレットも見つかりました。
    }
    .miss = { $with_secrets_count ->
        [0] { $total ->
            [1] 確認した唯一のリポジトリに、シークレットや以前の勤務先のコードはありません。
           *[other] 確認したリポジトリ{ $total }件に、シークレットや以前の勤務先のコードがあるものはありません。
        }
       *[other] シークレットが見つかったリポジトリは1件（{ $with_secrets }）だけで、コードが自社のものだと主張している以前の勤務先はありません。
    }

## マーケットプレイス

application_velocity_extreme =
    .hit = { $from }から24時間以内に{ $applications }件応募しました。
    .miss = 24時間以内の応募は最大{ $applications }件です。

bids_per_login_high =
    .hit = 応募は{ $applications }件ですが、サインインは{ $sign_ins }回だけです。
    .miss = { $applications ->
        [1] 応募は1件だけで、サインインは{ $sign_ins }回です。
       *[other] 応募は{ $applications }件で、サインインは{ $sign_ins }回です。
    }

low_bid_acceptance_ratio =
    .hit = { $count ->
        [0] 結果がわかる応募{ $total }件に、採用されたものはありません。
       *[other] 結果がわかる応募{ $total }件のうち、採用されたのは{ $count }件だけです。
    }
    .miss = { $part ->
        [all] 結果がわかる応募{ $total }件は、すべて採用されました。
       *[some] 結果がわかる応募{ $total }件のうち、{ $count }件が採用されました。
    }

rating_ring_single_client =
    .long_term = 応募者を評価した顧客は、60日を超えて応募者と仕事をしていました。
    .hit = 応募者が最高評価を受けた前後2週間以内に、{ $clients_count ->
        [0] 同じ依頼主が
       *[other] 同じ依頼主（{ $clients }）が
    }{ other-applicants }にも最高評価を付けました。
    .miss = 応募者が最高評価を受けた前後2週間以内に、{ $clients_count ->
        [0] 同じ依頼主が
       *[other] 同じ依頼主（{ $clients }）が
    }{ $why ->
        [declared] 最高評価を付けたのは、関係を申告した応募者だけです。
        [hub] { other-applicants }に最高評価を付けましたが、多すぎるため判断材料になりません。
        [few] { other-applicants }だけに最高評価を付けましたが、少なすぎるため判断材料になりません。
       *[none] 最高評価を付けた別の応募者はいません。
    }

self_dealing_client_same_payout =
    .hit = 契約{ $engagements }件で、依頼主が{ $shared ->
        [client_account] 応募者と同じ受取口座を使用しています：{ $accounts }。
        [client_device_id] 応募者と同じ端末を使用しています。
        [client_document_digest] 応募者と同じ身分証明書を使用しています。
       *[several] 受取口座、端末、身分証明書のうち複数を応募者と共有しています。
    }
    .miss = { $compared ->
        [1] 依頼主の受取口座、端末、身分証明書のうち、わかっている1件は応募者のものではありません。
       *[other] 依頼主の受取口座、端末、身分証明書のうち、わかっている{ $compared }件に応募者のものはありません。
    }

rate_below_market_no_negotiation =
    .hit = { $part ->
        [all] 提示額{ $total }件すべてが、
       *[some] 提示額{ $total }件中{ $count }件が、
    }相場を25%以上下回っています。
    .miss = { $count ->
        [0] 提示額{ $total }件に、相場を25%以上下回るものはありません。
       *[other] 相場を25%以上下回るのは、提示額{ $total }件中{ $count }件だけです。
    }

cold_outreach_as_executive =
    .context = 相手から連絡を受ける前に、会社の代表者からだとするメッセージは{ some-messages }。引用：{ $quotes }。
    .hit = 相手から連絡を受ける前に、会社の代表者だと名乗ったメッセージは{ some-messages }。引用：{ $quotes }。
    .miss = 相手から連絡を受ける前に、会社の代表者だと名乗ったメッセージは{ some-messages }。

off_platform_move_request =
    .reported = { person-reported }（応募者は会話または支払いをプラットフォームの外に移すよう求めた）：“{ $quote }”
    .context = プラットフォームの外での会話または支払いに触れたメッセージは{ some-messages }。引用：{ $quotes }。
    .hit = 会話または支払いをプラットフォームの外に移すよう求めたメッセージは{ some-messages }。引用：{ $quotes }。
    .miss = 会話または支払いをプラットフォームの外に移すよう求めたメッセージは{ some-messages }。

use_other_account_request =
    .reported = { person-reported }（応募者は停止後に別のアカウントまたは名前の使用を求めた）：“{ $quote }”
    .context = アカウントの停止（{ $suspended }）後に、別のアカウントまたは名前に触れたメッセージは{ $total }件中{ $count }件です。引用：{ $quotes }。
    .hit = アカウントの停止（{ $suspended }）後に、別のアカウントの使用を求めたメッセージは{ some-messages }。引用：{ $quotes }。
    .miss = アカウントの停止（{ $suspended }）後に、別のアカウントの使用を求めたメッセージは{ some-messages }。
    .not_suspended = アカウントの停止は確認されていません。別のアカウントの使用を求めるメッセージは、停止後のものだけが判断材料になります。

concurrent_full_time_engagements =
    .hit = { $at }に、フルタイムの契約{ $engagements }件が同時に続いていました。
    .miss = { $engagements ->
        [0] 開始日がわかる契約に、フルタイムのものはありません。
        [1] フルタイムの契約が2件同時に続いたことはありません。
       *[other] 同時に続いたフルタイムの契約は最大{ $engagements }件です。
    }

recruits_proxy_interviewers =
    .reported = { person-reported }（応募者は代わりに面接を受ける人を探していた）：“{ $quote }”
    .context = 他人の代わりに面接を受けることに触れたメッセージは{ some-messages }。引用：{ $quotes }。

identity_owner_dispute =
    .reported = { person-reported }（応募したことはない）：“{ $quote }” 本人確認の方法：{ $check ->
        [one_time_link] 既知の宛先へのリンク。
        [call_back] 既知の番号への電話。
       *[letter] 既知の住所への手紙。
    }
    .unverified = { person-reported }（応募したことはない。ただし本人かどうかは確認されていない）：“{ $quote }”

subcontract_or_account_rental_offer =
    .reported = { person-reported }（応募者はアカウント、身元、またはノートパソコンの利用を求めた）：“{ $quote }”
    .context = 他人のアカウント、身元、またはノートパソコンの利用に触れたメッセージは{ some-messages }。引用：{ $quotes }。
    .hit = 他人のアカウント、身元、ノートパソコン、または面接を受ける人を求めたメッセージは{ some-messages }。引用：{ $quotes }。
    .miss = 他人のアカウント、身元、ノートパソコン、または面接を受ける人を求めたメッセージは{ some-messages }。

## 脅威リスト

ip_listed_actor_vpn_exit =
    .hit = 報告済みの出口の{ named-lists } にある IP アドレス { $addresses } から接続したセッションは{ some-sessions }。{ $sign ->
        [client] リモートデスクトップツール、または複数の身元を使い分けるためのブラウザーも使用されています。
        [clock] 端末の時計も申告された場所の時刻と異なります。
        [country] IP アドレスの国も申告された国と異なります。
        [elsewhere] ほかのセッションは、申告と異なる国から接続しています。
       *[several] 端末の時計、国、またはブラウザーも申告と矛盾しています。
    }
    .address_only = 報告済みの出口の{ named-lists } にある IP アドレス { $addresses } から接続したセッションは{ some-sessions }。ただし、端末の時計、ブラウザー、ほかのセッションに矛盾はありません。
    .miss = 報告済みの出口の{ named-lists } にある IP アドレスから接続したセッションは{ some-sessions }。{ no-clearance }

email_on_threat_list =
    .hit = メールアドレスまたはアカウント名 { $values } は、報告済みアカウントの{ named-lists } の項目と一致します。
    .miss = 応募者のメールアドレスとアカウント名に、報告済みアカウントの{ named-lists } の項目と一致するものはありません。{ no-clearance }

payout_address_sanctioned =
    .hit = 受取口座 { $values } は、制裁対象口座の{ named-lists } にあります。
    .miss = 応募者の受取口座に、制裁対象口座の{ named-lists } にあるものはありません。{ no-clearance }

ship_address_forwarder_or_mailbox =
    .hit = 配送先 { $values } は、転送業者と私書箱サービスの{ named-lists } にあります。
    .miss = 応募者の配送先に、転送業者と私書箱サービスの{ named-lists } にあるものはありません。{ no-clearance }

links_to_flagged_accounts =
    .hit = 応募者がフォローしているコードホスティングのアカウント{ $matches }件が、報告済みアカウントの{ named-lists } にあります。
    .crowd = 応募者がフォローしているコードホスティングのアカウントは{ $following }件です。フォローしているアカウントのうち、報告済みアカウントの{ named-lists } にあるのは{ $matches }件だけで、偶然の可能性があります。
    .miss = 応募者がフォローしているコードホスティングのアカウントに、報告済みアカウントの{ named-lists } にあるものはありません。{ no-clearance }

referral_link_to_flagged_account =
    .hit = 応募者が紹介した、または応募者を紹介したアカウント{ $matches }件が、不正と確認されたアカウントの{ named-lists } にあります。
    .miss = 応募者が紹介した、または応募者を紹介したアカウントに、不正と確認されたアカウントの{ named-lists } にあるものはありません。{ no-clearance }

## 国

country-AD = アンドラ
country-AE = アラブ首長国連邦
country-AF = アフガニスタン
country-AG = アンティグア・バーブーダ
country-AI = アンギラ
country-AL = アルバニア
country-AM = アルメニア
country-AO = アンゴラ
country-AQ = 南極
country-AR = アルゼンチン
country-AS = 米領サモア
country-AT = オーストリア
country-AU = オーストラリア
country-AW = アルバ
country-AX = オーランド諸島
country-AZ = アゼルバイジャン
country-BA = ボスニア・ヘルツェゴビナ
country-BB = バルバドス
country-BD = バングラデシュ
country-BE = ベルギー
country-BF = ブルキナファソ
country-BG = ブルガリア
country-BH = バーレーン
country-BI = ブルンジ
country-BJ = ベナン
country-BL = サン・バルテルミー
country-BM = バミューダ
country-BN = ブルネイ
country-BO = ボリビア
country-BQ = カリブ・オランダ
country-BR = ブラジル
country-BS = バハマ
country-BT = ブータン
country-BV = ブーベ島
country-BW = ボツワナ
country-BY = ベラルーシ
country-BZ = ベリーズ
country-CA = カナダ
country-CC = ココス諸島
country-CD = コンゴ民主共和国
country-CF = 中央アフリカ共和国
country-CG = コンゴ共和国
country-CH = スイス
country-CI = コートジボワール
country-CK = クック諸島
country-CL = チリ
country-CM = カメルーン
country-CN = 中国
country-CO = コロンビア
country-CR = コスタリカ
country-CU = キューバ
country-CV = カーボベルデ
country-CW = キュラソー
country-CX = クリスマス島
country-CY = キプロス
country-CZ = チェコ
country-DE = ドイツ
country-DJ = ジブチ
country-DK = デンマーク
country-DM = ドミニカ国
country-DO = ドミニカ共和国
country-DZ = アルジェリア
country-EC = エクアドル
country-EE = エストニア
country-EG = エジプト
country-EH = 西サハラ
country-ER = エリトリア
country-ES = スペイン
country-ET = エチオピア
country-FI = フィンランド
country-FJ = フィジー
country-FK = フォークランド諸島
country-FM = ミクロネシア
country-FO = フェロー諸島
country-FR = フランス
country-GA = ガボン
country-GB = 英国
country-GD = グレナダ
country-GE = ジョージア
country-GF = 仏領ギアナ
country-GG = ガーンジー島
country-GH = ガーナ
country-GI = ジブラルタル
country-GL = グリーンランド
country-GM = ガンビア
country-GN = ギニア
country-GP = グアドループ
country-GQ = 赤道ギニア
country-GR = ギリシャ
country-GS = サウスジョージア・サウスサンドウィッチ諸島
country-GT = グアテマラ
country-GU = グアム
country-GW = ギニアビサウ
country-GY = ガイアナ
country-HK = 香港
country-HM = ハード島・マクドナルド諸島
country-HN = ホンジュラス
country-HR = クロアチア
country-HT = ハイチ
country-HU = ハンガリー
country-ID = インドネシア
country-IE = アイルランド
country-IL = イスラエル
country-IM = マン島
country-IN = インド
country-IO = 英領インド洋地域
country-IQ = イラク
country-IR = イラン
country-IS = アイスランド
country-IT = イタリア
country-JE = ジャージー島
country-JM = ジャマイカ
country-JO = ヨルダン
country-JP = 日本
country-KE = ケニア
country-KG = キルギス
country-KH = カンボジア
country-KI = キリバス
country-KM = コモロ
country-KN = セントクリストファー・ネービス
country-KP = 北朝鮮
country-KR = 韓国
country-KW = クウェート
country-KY = ケイマン諸島
country-KZ = カザフスタン
country-LA = ラオス
country-LB = レバノン
country-LC = セントルシア
country-LI = リヒテンシュタイン
country-LK = スリランカ
country-LR = リベリア
country-LS = レソト
country-LT = リトアニア
country-LU = ルクセンブルク
country-LV = ラトビア
country-LY = リビア
country-MA = モロッコ
country-MC = モナコ
country-MD = モルドバ
country-ME = モンテネグロ
country-MF = サン・マルタン
country-MG = マダガスカル
country-MH = マーシャル諸島
country-MK = 北マケドニア
country-ML = マリ
country-MM = ミャンマー
country-MN = モンゴル
country-MO = マカオ
country-MP = 北マリアナ諸島
country-MQ = マルティニーク
country-MR = モーリタニア
country-MS = モントセラト
country-MT = マルタ
country-MU = モーリシャス
country-MV = モルディブ
country-MW = マラウイ
country-MX = メキシコ
country-MY = マレーシア
country-MZ = モザンビーク
country-NA = ナミビア
country-NC = ニューカレドニア
country-NE = ニジェール
country-NF = ノーフォーク島
country-NG = ナイジェリア
country-NI = ニカラグア
country-NL = オランダ
country-NO = ノルウェー
country-NP = ネパール
country-NR = ナウル
country-NU = ニウエ
country-NZ = ニュージーランド
country-OM = オマーン
country-PA = パナマ
country-PE = ペルー
country-PF = 仏領ポリネシア
country-PG = パプアニューギニア
country-PH = フィリピン
country-PK = パキスタン
country-PL = ポーランド
country-PM = サンピエール島・ミクロン島
country-PN = ピトケアン諸島
country-PR = プエルトリコ
country-PS = パレスチナ
country-PT = ポルトガル
country-PW = パラオ
country-PY = パラグアイ
country-QA = カタール
country-RE = レユニオン
country-RO = ルーマニア
country-RS = セルビア
country-RU = ロシア
country-RW = ルワンダ
country-SA = サウジアラビア
country-SB = ソロモン諸島
country-SC = セーシェル
country-SD = スーダン
country-SE = スウェーデン
country-SG = シンガポール
country-SH = セントヘレナ
country-SI = スロベニア
country-SJ = スバールバル諸島・ヤンマイエン島
country-SK = スロバキア
country-SL = シエラレオネ
country-SM = サンマリノ
country-SN = セネガル
country-SO = ソマリア
country-SR = スリナム
country-SS = 南スーダン
country-ST = サントメ・プリンシペ
country-SV = エルサルバドル
country-SX = シント・マールテン
country-SY = シリア
country-SZ = エスワティニ
country-TC = タークス・カイコス諸島
country-TD = チャド
country-TF = 仏領極南諸島
country-TG = トーゴ
country-TH = タイ
country-TJ = タジキスタン
country-TK = トケラウ
country-TL = 東ティモール
country-TM = トルクメニスタン
country-TN = チュニジア
country-TO = トンガ
country-TR = トルコ
country-TT = トリニダード・トバゴ
country-TV = ツバル
country-TW = 台湾
country-TZ = タンザニア
country-UA = ウクライナ
country-UG = ウガンダ
country-UM = 米領小離島
country-US = 米国
country-UY = ウルグアイ
country-UZ = ウズベキスタン
country-VA = バチカン
country-VC = セントビンセント・グレナディーン
country-VE = ベネズエラ
country-VG = 英領バージン諸島
country-VI = 米領バージン諸島
country-VN = ベトナム
country-VU = バヌアツ
country-WF = ウォリス・フツナ
country-WS = サモア
country-XK = コソボ
country-YE = イエメン
country-YT = マヨット
country-ZA = 南アフリカ
country-ZM = ザンビア
country-ZW = ジンバブエ
