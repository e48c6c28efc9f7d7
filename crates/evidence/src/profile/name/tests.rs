use proptest::prelude::*;

use super::*;

pub(super) fn compare(a: &str, b: &str) -> Agreement {
    let (a, b) = (PersonName::new(a).unwrap(), PersonName::new(b).unwrap());
    assert_eq!(a.agrees_with(&b), b.agrees_with(&a));
    a.agrees_with(&b)
}

#[test]
fn order_initials_diacritics_and_script_do_not_matter() {
    for (a, b) in [
        ("José Álvarez", "ALVAREZ, Jose"),
        ("Mary Jane Watson", "M. J. Watson"),
        ("Anna-Lena Berg", "Anna Lena Berg"),
        ("Иван Петров", "Ivan Petrov"),
        ("O'Neil Pat", "Pat ONeil"),
        ("Mary Ann Lee Smith", "Mary Smith"),
        ("王小明", "Xiaoming Wang"),
        ("김민수", "Minsoo Kim"),
        ("张伟", "Chang Wei"),
        ("張偉", "张伟"),
    ] {
        assert_eq!(compare(a, b), Agreement::Agree, "{a} / {b}");
    }
}

#[test]
fn romanisations_of_one_name_agree() {
    for (a, b) in [
        ("Kim Min-su", "Gim Minsoo"),
        ("Lee Ji-hoon", "Yi Jihun"),
        ("Rhee Seung Hyun", "Seunghyun Lee"),
        ("Park Kyung-hee", "Gyeonghui Bak"),
        ("Choi Young-jae", "Choe Yeongjae"),
        ("Jeong Eun", "Chung Eun"),
        ("Zhang Wei", "Chang Wei"),
        ("Zhang Zhiming", "Chang Chih-ming"),
        ("Chen Xiaoli", "Tan Hsiao-li"),
        ("Huang Jie", "Wong Jie"),
        ("Mohammed Ali", "Muhammad Aly"),
        ("Ahmed Hussein", "Ahmad Husain"),
        ("Mohamed El-Sayed", "Mohammad Al Sayed"),
        ("Youssef Khaled", "Yusuf Khalid"),
        ("Yuriy Petrov", "Iurii Petroff"),
        ("Yuri Shevchenko", "Yurii Chevtchenko"),
        ("Sergey Ivanov", "Serhii Ivanov"),
        ("Aleksandr Kuznetsov", "Oleksandr Kuznecov"),
        ("Yevgeny Zhukov", "Evgenii Zhukov"),
        ("Nataliia Yakovenko", "Natalia Iakovenko"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Søren Ås", "Soeren Aas"),
        ("Nguyễn Văn An", "An Nguyen Van"),
    ] {
        assert_ne!(compare(a, b), Agreement::Differ, "{a} / {b}");
    }
    for (a, b) in [
        ("Kim Min-su", "Gim Minsoo"),
        ("Lee Ji-hoon", "Yi Jihun"),
        ("Zhang Zhiming", "Chang Chih-ming"),
        ("Mohammed Ali", "Muhammad Aly"),
        ("Yuriy Petrov", "Iurii Petroff"),
        ("Jürgen Müller", "Juergen Mueller"),
    ] {
        assert_eq!(compare(a, b), Agreement::Agree, "{a} / {b}");
    }
}

#[test]
fn romanisations_that_differ_in_both_parts_are_no_difference() {
    for (a, b) in [
        ("Evgeny Grishchenko", "Yauheni Hryshchanka"),
        ("Igor Golubovich", "Ihar Halubovich"),
        ("Dmitry Gulevich", "Dzmitry Hulevich"),
        ("Gleb Goncharov", "Hleb Hancharou"),
        ("Oleg Grinevich", "Aleh Hrynevich"),
        ("Sergey Kovalev", "Siarhei Kavaliou"),
        ("Olga Gromova", "Volha Hromava"),
        ("Ekaterina Tikhonova", "Katsiaryna Tsikhanava"),
        ("Nikolai Shevchenko", "Mikalai Shauchenka"),
        ("Artem Vorobyov", "Artsiom Varabyou"),
        ("Gevorg Hakobyan", "George Akopian"),
        ("Hovhannes Grigoryan", "Ovanes Krikorian"),
        ("Petros Gevorgyan", "Bedros Kevorkian"),
        ("Giorgi Jugheli", "George Dzhugeli"),
    ] {
        assert_ne!(compare(a, b), Agreement::Differ, "{a} / {b}");
    }
}

#[test]
fn short_forms_agree_only_with_their_own_names() {
    for (a, b) in [
        ("Bob Stone", "Robert Stone"),
        ("Bill Example", "William Example"),
        ("Liz Miller", "Elizabeth Miller"),
        ("Pepe Álvarez", "José Álvarez"),
        ("Paco Gómez", "Francisco Gomez"),
        ("Sasha Petrov", "Aleksandr Petrov"),
        ("Dima Ivanov", "Dmitry Ivanov"),
        ("Mo Hassan", "Mohammed Hasan"),
        ("Kasia Nowak", "Katarzyna Nowak"),
    ] {
        assert_eq!(compare(a, b), Agreement::Agree, "{a} / {b}");
    }
    assert_eq!(compare("Bob Stone", "William Stone"), Agreement::Unclear);
    assert_eq!(compare("Bob Stone", "William Miller"), Agreement::Differ);
}

#[test]
fn names_in_two_scripts_never_differ_but_names_in_one_script_can() {
    for (a, b) in [
        ("佐藤 健", "サトウ タケル"),
        ("محمد علي", "Robin Stone"),
        ("דוד כהן", "Dana Miller"),
        ("王小明", "Dana Miller"),
        ("김민수", "Dana Miller"),
    ] {
        assert_eq!(compare(a, b), Agreement::Incomparable, "{a} / {b}");
    }
    for (a, b) in [
        ("王小明", "李娜"),
        ("김민수", "이지은"),
        ("Иван Петров", "Олег Смирнов"),
        ("Kim Min-su", "Park Ji-hoon"),
        ("Zhang Wei", "Li Na"),
        ("Mohammed Ali", "Khaled Nasser"),
        ("Yuriy Petrov", "Dmitry Sokolov"),
        ("Robin Stone", "Dana Miller"),
        ("Nguyen Van An", "Tran Thi Hoa"),
        ("Carlos Gomez", "Pedro Alvarez"),
    ] {
        assert_eq!(compare(a, b), Agreement::Differ, "{a} / {b}");
    }
}

#[test]
fn a_shared_part_is_unclear_and_no_shared_part_is_a_difference() {
    assert_eq!(compare("Dana Miller", "Dana Example"), Agreement::Unclear);
    assert_eq!(compare("Kattarina Nowak", "Katarin Novik"), Agreement::Unclear);
    assert_eq!(compare("Dana Miller", "Robin Stone"), Agreement::Differ);
    assert_eq!(compare("A B", "Robin Stone"), Agreement::Differ);
}

#[test]
fn a_shared_syllable_is_no_shared_name() {
    for (a, b) in [
        ("Kim Min-su", "Park Min-ji"),
        ("Min-su Kim", "Min-ji Park"),
        ("Lee Ji Hoon", "Choi Young Ji"),
        ("김민수", "박민지"),
        ("Tran Van An", "Nguyen Van Binh"),
        ("王小明", "李小红"),
    ] {
        assert_eq!(compare(a, b), Agreement::Differ, "{a} / {b}");
    }
    for (a, b) in [
        ("Kim Min-su", "Kim Ji-hoon"),
        ("David Kim", "Kim Min-su"),
        ("Min-su Park", "Kim Minsu"),
        ("Nguyen Van An", "Nguyen Thi Mai"),
        ("John Mark Stone", "John Paul Brown"),
    ] {
        assert_eq!(compare(a, b), Agreement::Unclear, "{a} / {b}");
    }
}

#[test]
fn names_of_more_than_eight_words_are_compared_only_for_equality() {
    let words = |count: usize| -> String {
        let words = ["kim", "lee", "park", "choi", "jung", "kang", "cho", "yoon", "jang", "lim"];
        words.iter().cycle().take(count).copied().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(compare(&words(8), "Robin Stone"), Agreement::Differ);
    assert_eq!(compare(&words(9), "Robin Stone"), Agreement::TooLong);
    assert_eq!(compare(&words(13), &words(12)), Agreement::TooLong);
    assert_eq!(compare(&words(12), &words(12).replace(' ', "-")), Agreement::Agree);
    assert_eq!(compare(&"x".repeat(65), "Robin Stone"), Agreement::TooLong);
    assert!(!Agreement::TooLong.is_known());
}

#[test]
fn the_slowest_names_within_the_limit_are_assigned_without_trying_all_orders() {
    // Each initial fits every word but the last, so an assignment exists for all but one.
    let initials = "a a a a a a a b";
    let full = "ab ac ad ae af ag ah bz";
    assert_eq!(compare(initials, full), Agreement::Differ);
    assert_eq!(compare("a a a a a a a bz", full), Agreement::Agree);
    assert_eq!(compare("a a a a a a c bz", full), Agreement::Unclear);
}

proptest! {
    #[test]
    fn a_comparison_is_symmetric_and_a_name_agrees_with_itself(
        a in "[A-Za-zéüжЮ김王 '-]{1,24}", b in "(\\PC{0,12}|[a-m]{1,3}( [a-m]{1,3}){0,5})",
    ) {
        let (Some(a), Some(b)) = (PersonName::new(&a), PersonName::new(&b)) else { return Ok(()) };
        prop_assert_eq!(a.agrees_with(&b), b.agrees_with(&a));
        prop_assert_eq!(a.agrees_with(&a), Agreement::Agree);
        prop_assert_eq!(b.agrees_with(&b), Agreement::Agree);
    }

    #[test]
    fn parts_are_assigned_as_if_all_orders_were_tried(
        a in "[a-c]{1,2}( [a-c]{1,2}){0,4}", b in "[a-c]{1,2}( [a-c]{1,2}){0,4}",
    ) {
        let (a, b) = (PersonName::new(&a).unwrap(), PersonName::new(&b).unwrap());
        let (ours, theirs) = (Parts::new(&a.tokens), Parts::new(&b.tokens));
        prop_assert_eq!(ours.are_compatible(&theirs), parts::tests::all_orders(&ours, &theirs));
    }

    #[test]
    fn the_order_of_parts_does_not_matter(
        parts in prop::collection::vec("[a-z]{2,6}", 2..5), other in "[a-z]{2,6} [a-z]{2,6}",
    ) {
        let forwards = PersonName::new(&parts.join(" ")).unwrap();
        let backwards = parts.iter().rev().cloned().collect::<Vec<_>>().join(" ");
        let backwards = PersonName::new(&backwards).unwrap();
        prop_assert_eq!(forwards.agrees_with(&backwards), Agreement::Agree);
        let _ = PersonName::new(&other).map(|other| other.agrees_with(&forwards));
    }
}
