<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>halyard::app::MainWindow</name>
    <message numerus="yes">
        <source>%n notices</source>
        <translation>
            <numerusform>%n notice</numerusform>
            <numerusform>%n notices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halyard::views::EffectChart</name>
    <message numerus="yes">
        <source>%1: %2 (95 %: %3 to %4), %n pairs</source>
        <translation>
            <numerusform>%1: %2 (95 %: %3 to %4), %n pair</numerusform>
            <numerusform>%1: %2 (95 %: %3 to %4), %n pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halyard::views::GridEditor</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halyard::views::LayerBenchPage</name>
    <message numerus="yes">
        <source>%n warnings: what was not used, or used instead</source>
        <translation>
            <numerusform>%n warning: what was not used, or used instead</numerusform>
            <numerusform>%n warnings: what was not used, or used instead</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halyard::views::RunPage</name>
    <message numerus="yes">
        <source>%n damaged lines of the event log were passed over.</source>
        <translation>
            <numerusform>%n damaged line of the event log was passed over.</numerusform>
            <numerusform>%n damaged lines of the event log were passed over.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halyard::views::SpeedPage</name>
    <message numerus="yes">
        <source>%1 with %n threads</source>
        <translation>
            <numerusform>%1 with %n thread</numerusform>
            <numerusform>%1 with %n threads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>halyard::views::StudyPage</name>
    <message numerus="yes">
        <source>%n more failed.</source>
        <translation>
            <numerusform>%n more failed.</numerusform>
            <numerusform>%n more failed.</numerusform>
        </translation>
    </message>
</context>
</TS>
