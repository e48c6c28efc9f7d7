# 証拠の文（日本語）。ここにない文は英語で表示されます。

list-separator = 、
list-last = { $items }、{ $last }
list-more = { $items }、ほか{ $more }件

other-applicants = { $at_least ->
    [yes] 別の応募者{ $others }人以上
   *[no] 別の応募者{ $others }人
}

# 「…は」に続く述部
by-too-few-applicants = { $why ->
    [declared] 関係を申告した応募者だけに使用されています
    [hub] { other-applicants }に使用されていますが、多すぎるため判断材料になりません
    [few] { other-applicants }だけに使用されており、少なすぎるため判断材料になりません
   *[none] 別の応募者には使用されていません
}

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

observer-noted = { $date ->
    [unknown] { $observer }さんの記録
   *[other] { $date }の{ $observer }さんの記録
}

no-observer-noted = 観察者の名前がある面接{ $interviews }回に、次の記録はありません

## 報酬の受け取り

payout_account_shared =
    .hit = 受取口座 { $values } は、{ other-applicants }にも使用されています。
    .miss = 受取口座 { $values } は、{ by-too-few-applicants }。

payout_name_mismatch =
    .hit = 受取口座 { $accounts } の名義が応募者の名前と異なります。
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

payout_country_vs_claimed_country =
    .hit = 銀行口座またはカード { $accounts } の国は{ $held_in }ですが、応募者が申告した居住国は{ $claimed }です。
    .miss = 銀行口座またはカード { $accounts } の国は{ $held_in }で、応募者が申告した居住地または滞在地と一致します。

payout_crypto_insistence =
    .hit = 仮想通貨での支払いを求めたメッセージは{ some-messages }。引用：{ $quotes }。
    .miss = 応募者のメッセージ{ $total }件に、仮想通貨での支払いに固執したものはありません。

payout_newly_created_multi_processor =
    .hit = 決済サービスのアカウント { $accounts } は、登録日（{ $signed_up }）の前後30日以内に開設されました。
    .miss = { $accounts_count ->
        [0] 登録日（{ $signed_up }）の前後30日以内に開設された決済サービスのアカウントはありません。
       *[other] 登録日（{ $signed_up }）の前後30日以内に開設された決済サービスのアカウントは { $accounts } だけです。
    }

account_lockout_story_needs_letter =
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
    .hit = 作業前の支払いを要求したメッセージが{ $demands }件あります：{ $quotes }。
    .threats = 支払いをめぐって依頼主を脅したメッセージが{ $threats }件あります：{ $quotes }。
    .miss = { $demands ->
        [0] 作業前の支払いを要求したり、脅したりしたメッセージはありません。
       *[other] 作業前の支払いを求めたメッセージは{ $demands }件だけで、脅したものはありません。
    }

## セッション

verification_device_differs_from_use_device =
    .hit = 本人確認は{ $checked_in }にある端末で行われました。その後のセッション{ $sessions }件はすべて別の端末によるもので、国がわかるセッションの接続元は{ $used_in }です。
    .nearby = 本人確認後のセッションは別の端末によるものですが、一部は本人確認と同じ{ $checked_in }から接続しています。
    .miss = 応募者は、本人確認を行った端末を今も使用しています。

dormant_account_reactivated_new_fingerprint =
    .hit = { $idle_days }日間セッションがなく、{ $returned }に新しい端末で再開しました。再開の前後1か月以内に、連絡先または受取先の情報が{ $changes }件変わりました。
    .returned = { $idle_days }日間セッションがなく、{ $returned }に{ $device ->
        [new] 新しい端末で再開しましたが、連絡先と受取先の情報は同じです。
       *[known] 中断前と同じ端末で再開しました。
    }
    .miss = セッションの間隔が半年以上空いたことはありません。

ip_commercial_vpn_or_datacenter =
    .hit = VPN、Tor、またはデータセンターを経由したセッションは{ some-sessions }。
    .miss = VPN、Tor、またはデータセンターを経由したセッションは{ some-sessions }。

ip_residential_proxy =
    .hit = 住宅用プロキシを経由したセッションは{ some-sessions }。
    .miss = 住宅用プロキシを経由したセッションは{ some-sessions }。

remote_desktop_or_screen_share_in_use =
    .hit = 画面共有または遠隔操作が検出されたセッションは{ some-sessions }。
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
    .hit = 活動時間{ $total }時間のうち{ $count }時間が、申告された場所の夜間（23:00〜06:00）でした。
    .miss = 活動時間{ $total }時間のうち、申告された場所の夜間（23:00〜06:00）だったのは{ $count }時間だけです。

continuous_session_over_24h =
    .hit = { $started }に始まったセッションは{ $hours }時間続きました。
    .miss = 最も長いセッション（{ $started }開始）の活動時間は{ $hours ->
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
    .hit = { $since }からの1週間に、異なる{ $networks }個のネットワークからサインインしました。
    .miss = どの1週間でも、サインインに使われたネットワークは最大{ $networks }個です。

impossible_travel_logins =
    .hit = { $days_count ->
        [1] { $days }に、{ $from }での活動から2時間以内に{ $to }からサインインしました。
       *[other] { $days_count }日（{ $days }）にわたり、ある国での活動から2時間以内に遠く離れた国からサインインしました。最初は{ $from }の後の{ $to }です。
    }
    .miss = 国がわかるセッション{ $sessions }件に、2時間以内に遠く離れた国のセッションが続いたものはありません。

concurrent_sessions_distinct_geos =
    .hit = { $days_count ->
        [1] { $days }に、{ $from }と{ $to }で同時に活動していました。
       *[other] { $days_count }日（{ $days }）にわたり、遠く離れた2つの国で同時に活動していました。最初は{ $from }と{ $to }です。
    }
    .miss = 国がわかるセッション{ $sessions }件に、遠く離れた国のセッションと重なったものはありません。

ip_vs_claimed_location_mismatch =
    .hit = 申告された居住国は{ $claimed }ですが、{ $elsewhere }から接続したセッションは{ some-sessions }。
    .miss = { $part ->
        [none] 国がわかるセッション{ $total }件は、すべて申告された居住地または滞在地と一致します。
       *[some] 申告された居住地でも滞在地でもない{ $elsewhere }から接続したセッションは、{ $total }件中{ $count }件だけです。
    }

ip_in_comprehensively_sanctioned_netblock =
    .hit = 包括的制裁の審査対象国（{ $countries }）から直接接続したセッションは{ some-sessions }。
    .miss = 包括的制裁の審査対象国から直接接続したセッションは{ some-sessions }。

shared_device_across_accounts =
    .hit = 応募者の端末は、{ other-applicants }にも使用されています。
    .miss = 応募者の端末は、{ by-too-few-applicants }。

persona_cross_login_in_one_session =
    .hit = 応募者のブラウザーセッションは、{ other-applicants }にも使用されています。
    .miss = 応募者のブラウザーセッションは、{ by-too-few-applicants }。

shared_ip_across_accounts =
    .hit = IP アドレス { $addresses } は、1か月以内に{ other-applicants }にも使用されています。
    .miss = IP アドレス { $addresses } は、1か月以内に{ by-too-few-applicants }。

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
    .hit = 他人の身元情報を求めたメッセージは{ some-messages }。引用：{ $quotes }。
    .miss = 他人の身元情報を求めたメッセージは{ some-messages }。

code_or_data_extortion_threat =
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

id_document_reused_across_accounts =
    .hit = 身分証明書 { $values } は、{ other-applicants }にも使用されています。
    .miss = 身分証明書 { $values } は、{ by-too-few-applicants }。

verified_name_vs_profile_or_payout_mismatch =
    .hit = 確認した身分証明書の名前は、{ $names ->
        [profile] プロフィールの名前
        [payouts] 受取口座 { $accounts } の名義
       *[both] プロフィールの名前および受取口座 { $accounts } の名義
    }とまったく一致しません。
    .miss = 確認した身分証明書の名前は、{ $names ->
        [profile] プロフィールの名前
        [payouts] 受取口座 { $accounts } の名義
       *[both] プロフィールの名前および受取口座 { $accounts } の名義
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

id_image_background_or_template_shared =
    .hit = 応募者の身分証明書の写真は、背景またはテンプレートが{ other-applicants }の写真と同じです。
    .miss = 応募者の身分証明書の写真の背景またはテンプレートは、{ by-too-few-applicants }。

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

writing_style_shift_same_account =
    .hit = 応募者のメッセージ{ $messages }件では、2つの時間帯で文体が異なります。差は偶然で説明できる程度の{ $times }倍です。
    .miss = 応募者のメッセージ{ $messages }件では、2つの時間帯の文体に明らかな差はありません。差は偶然で説明できる程度の{ $times }倍以下です。
    .one_shift = 応募者のメッセージ{ $messages }件は2つの時間帯に分かれていないため、文体を比較できません。

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
